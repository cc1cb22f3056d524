package dev.candor.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.Candor;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A product on Tomcat 10.1, in a context of its own, with Candor under a part of it. */
class TomcatTest {
    @TempDir
    Path dir;

    private final Tomcat tomcat = new Tomcat();
    private Candor candor;
    private Wrapper servlet;
    private Product product;

    @BeforeEach
    void start() throws Exception {
        candor = Candor.start(Map.of("CANDOR_SHARE", "yes", "CANDOR_ADMIN_TOKEN", Product.TOKEN), dir);
        tomcat.setBaseDir(dir.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        var context = tomcat.addContext("/shop", dir.toString());
        servlet = Tomcat.addServlet(context, "candor", candor.servlet());
        context.addServletMappingDecoded("/telemetry/*", "candor");
        tomcat.start();
        product = new Product(tomcat.getConnector().getLocalPort(), "/shop/telemetry");
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        candor.close();
    }

    @ParameterizedTest(name = "may answer later: {0}")
    @ValueSource(booleans = {true, false})
    void theServletDoesAllThatTheServerDoes(boolean async) throws Exception {
        servlet.setAsyncSupported(async);
        product.assertServesTheScript();
        product.assertAsksBeforeItTakes();
        product.assertAdminCanSignIn();
        product.assertHasNoSample();
    }

    @Test
    void theProductsOwnEventIsStored() throws Exception {
        assertThat(candor.track("ORDER_PLACED", Map.of("items", 2))).isTrue();
        var events = product.awaitEvents();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).at("/properties/items").asInt()).isEqualTo(2);
    }
}
