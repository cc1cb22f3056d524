package dev.candor.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.Candor;
import dev.candor.server.CandorServlet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A product in Spring Boot 3: two beans, and the product's own paths beside. */
class SpringBootTest {
    @TempDir
    Path dir;

    private ConfigurableApplicationContext product;

    /** The product; docs/embedding.md shows these two beans. */
    @EnableAutoConfiguration
    @RestController
    static class Shop {
        @Bean
        Candor candor(Environment environment) throws Exception {
            var settings = Map.of("CANDOR_SHARE", "yes", "CANDOR_ADMIN_TOKEN", Product.TOKEN);
            return Candor.start(settings, Path.of(environment.getRequiredProperty("shop.dir")));
        }

        @Bean
        ServletRegistrationBean<CandorServlet> telemetry(Candor candor) {
            return new ServletRegistrationBean<>(candor.servlet(), "/candor/*");
        }

        @GetMapping("/orders")
        String orders() {
            return "no orders yet";
        }
    }

    /** A product that has the client's jar on its class path, and a Candor server elsewhere. */
    @EnableAutoConfiguration
    static class Pages {}

    @BeforeEach
    void start() {
        product = run(Shop.class);
    }

    private ConfigurableApplicationContext run(Class<?> application) {
        return SpringApplication.run(
                application,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--shop.dir=" + dir);
    }

    @AfterEach
    void stop() {
        product.close();
    }

    private Product at(String base) {
        return at(product, base);
    }

    private static Product at(ConfigurableApplicationContext application, String base) {
        var server = ((ServletWebServerApplicationContext) application).getWebServer();
        return new Product(server.getPort(), base);
    }

    @Test
    void theServletDoesAllThatTheServerDoes() throws Exception {
        at("/candor").assertServesTheScript();
        at("/candor").assertAsksBeforeItTakes();
        at("/candor").assertAdminCanSignIn();
        assertThat(at("").send("GET", "/orders", "").body()).isEqualTo("no orders yet");
        assertThat(at("").send("GET", "/nowhere", "").statusCode()).isEqualTo(404);
    }

    @Test
    void theBeanTakesTheProductsOwnEvents() throws Exception {
        product.getBean(Candor.class).track("ORDER_PLACED", Map.of("items", 2));
        var events = at("/candor").awaitEvents();
        assertThat(events).extracting(event -> event.get("event").asText()).containsExactly("ORDER_PLACED");
    }

    @Test
    void theClientsJarAloneIsServedWithoutConfiguration() throws Exception {
        try (var pages = run(Pages.class)) {
            for (var name : List.of("candor.js", "candor-consent.js", "index.d.ts")) {
                var file = at(pages, "").send("GET", "/candor/" + name, "");
                assertThat(file.statusCode()).as(name).isEqualTo(200);
            }
            assertThat(at(pages, "").send("GET", "/candor/consent", "").statusCode())
                    .isEqualTo(404);
        }
    }
}
