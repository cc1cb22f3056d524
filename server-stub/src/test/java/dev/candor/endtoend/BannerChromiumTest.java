package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import dev.candor.event.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The question itself: that everybody can read, reach and translate it, and that no is as easy as yes. */
class BannerChromiumTest {
    @TempDir
    private static Path folder;

    private static ServerProcess server;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @BeforeAll
    static void start() throws IOException {
        server = ServerProcess.start(folder, Map.of("CANDOR_SHARE", "yes"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void axeFindsNothingInPageAndBanner(ColorScheme scheme) {
        try (var visitor = CHROMIUM.visitor(server.url(), new Browser.NewContextOptions().setColorScheme(scheme))) {
            visitor.open("/applications");
            visitor.banner().getByText("What would be sent").click();
            visitor.banner().getByText("context.page.path").first().waitFor();
            visitor.screenshot("banner-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
            assertThat(new AxeBuilder(visitor.page()).analyze().getViolations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dictionary", "/admin"})
    void axeFindsNothingInThePagesOfTheServer(String path) {
        try (var visitor = CHROMIUM.visitor(server.url())) {
            visitor.open(path);
            assertThat(new AxeBuilder(visitor.page()).analyze().getViolations()).isEmpty();
        }
    }

    @Test
    void noIsAsEasyAsYes() {
        try (var visitor = CHROMIUM.visitor(server.url())) {
            visitor.open("/applications");
            var no = visitor.banner().getByText("No, don’t share");
            var yes = visitor.banner().getByText("Yes, share");
            assertThat(no.boundingBox().width).isEqualTo(yes.boundingBox().width);
            assertThat(no.boundingBox().height).isEqualTo(yes.boundingBox().height);
            for (var property :
                    new String[] {"color", "background-color", "border-color", "font-weight", "font-size"}) {
                assertThat(style(no, property)).isEqualTo(style(yes, property));
            }
        }
    }

    @Test
    void theKeyboardReachesBothAnswersAndNoComesFirst() {
        try (var visitor = CHROMIUM.visitor(server.url())) {
            var page = visitor.open("/applications");
            visitor.banner().getByText("What would be sent").focus();
            page.keyboard().press("Tab");
            assertThat(focused(page)).isEqualTo("No, don’t share");
            page.keyboard().press("Tab");
            assertThat(focused(page)).isEqualTo("Yes, share");
            page.keyboard().press("Enter");
            visitor.banner()
                    .waitFor(new Locator.WaitForOptions()
                            .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN));
            assertThat(visitor.cookies()).hasSize(1);
        }
    }

    @Test
    void whoAnsweredAnOlderPolicyIsAskedAgainAndToldWhatIsNew() {
        try (var visitor = CHROMIUM.visitor(server.url())) {
            answeredVersion(visitor, Versions.POLICY - 1);
            visitor.open("/applications");
            assertThat(visitor.banner().isVisible()).isTrue();
            assertThat(visitor.banner().textContent())
                    .contains("What is collected has changed since you last answered.");
            visitor.settle();
            assertThat(visitor.requests())
                    .doesNotContain("GET /dictionary.json")
                    .noneMatch(line -> line.startsWith("POST"));
            assertThat(visitor.keys()).isEmpty();

            visitor.banner().getByText("What is new").click();
            visitor.banner().getByText("context.candor.lost").first().waitFor();
            assertThat(visitor.banner().locator("li code").allTextContents())
                    .contains("context.candor.dictionaryVersion", "context.candor.lost")
                    .doesNotContain("context.page.path", "event");
            visitor.screenshot("banner-news");
            assertThat(new AxeBuilder(visitor.page()).analyze().getViolations()).isEmpty();

            visitor.answer("Yes, share");
            assertThat(visitor.cookies().get(0).value).startsWith("granted:" + Versions.POLICY + ":");
            visitor.page().reload();
            assertThat(visitor.banner().isVisible()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script src='/telemetry/candor.js' defer></script><script src='/telemetry/candor-consent.js' defer></script>",
                "<script src='/candor.js' data-endpoint='/telemetry' defer></script><script src='/candor-consent.js' defer></script>"
            })
    void inAFolderOfTheProductsItTellsWhatTheInstanceThereCollects(String scripts) {
        try (var visitor = CHROMIUM.visitor(server.url())) {
            visitor.page().route("**/telemetry/*", route -> passedOn(route));
            visitor.page()
                    .route(
                            "**/product",
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setContentType("text/html")
                                    .setBody("<!doctype html><title>Product</title>" + scripts)));
            visitor.open("/product");
            visitor.banner().getByText("What would be sent").click();
            visitor.banner().getByText("context.page.path").first().waitFor();
            assertThat(visitor.requests())
                    .contains("GET /telemetry/dictionary.json")
                    .doesNotContain("GET /dictionary.json");
        }
    }

    /** As the product's proxy does. */
    private static void passedOn(Route route) {
        var url = route.request().url().replace("/telemetry/", "/");
        route.fulfill(new Route.FulfillOptions().setResponse(route.fetch(new Route.FetchOptions().setUrl(url))));
    }

    @Test
    void whoAnsweredThisPolicyIsToldOfNothingNew() {
        try (var visitor = CHROMIUM.visitor(server.url())) {
            visitor.open("/applications");
            assertThat(visitor.banner().textContent()).doesNotContain("has changed since");
            answeredVersion(visitor, Versions.POLICY);
            visitor.page().reload();
            assertThat(visitor.banner().isVisible()).isFalse();
        }
    }

    private static void answeredVersion(Visitor visitor, int version) {
        var value = "granted:" + version + ":" + System.currentTimeMillis() / 1000;
        visitor.context().addCookies(List.of(new Cookie("candor_consent", value).setUrl(server.url())));
    }

    @Test
    void itSpeaksThePagesLanguage() {
        try (var visitor = CHROMIUM.visitor(server.url())) {
            visitor.page().route("**/applications", route -> translated(route));
            visitor.open("/applications");
            assertThat(visitor.banner().textContent())
                    .contains("Nutzungsdaten teilen?")
                    .contains("Nein danke")
                    .contains("Yes, share");
        }
    }

    @Test
    void whereSharingIsOffThereIsNothingToAsk(@TempDir Path other) throws IOException {
        try (var unset = ServerProcess.start(other, Map.of());
                var visitor = CHROMIUM.visitor(unset.url())) {
            visitor.open("/applications");
            visitor.settle();
            assertThat(visitor.banner().count()).isZero();
            visitor.assertNothingLeft();
        }
    }

    private static void translated(Route route) {
        var answer = route.fetch();
        var html = answer.text()
                .replace("<html lang=\"en\">", "<html lang=\"de-AT\">")
                .replace(
                        "</head>",
                        "<script type=\"application/json\" id=\"candor-texts\">"
                                + "{\"de\":{\"title\":\"Nutzungsdaten teilen?\",\"no\":\"Nein danke\"}}</script></head>");
        route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(html));
    }

    private static Object style(Locator button, String property) {
        return button.evaluate("(element, property) => getComputedStyle(element).getPropertyValue(property)", property);
    }

    private static Object focused(Page page) {
        return page.evaluate("() => document.activeElement.shadowRoot.activeElement.textContent");
    }
}
