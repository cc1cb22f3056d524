package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import java.io.IOException;
import java.time.Instant;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.Cookie;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The compiled script in a browser's simulation: from the page to the request. */
class TrackerHtmlUnitTest {
    private static final String HEAD = """
            <!DOCTYPE html><html><head><title>Editor | Appsmith</title>
            <script src="/candor.js" data-routes='{"/applications":"APPLICATIONS","/app/:id/edit":"EDITOR"}' defer></script>
            </head><body>
            """;
    private static final String BODY = """
            <button id="plain">Delete Ann's app</button>
            <button id="named" data-track="App Created" data-track-plan="free" data-track-note="two words">New</button>
            <a id="out" href="https://other.example/search?q=ann">out</a>
            <p id="text">text</p>
            <div data-candor-ignore><button id="ignored">x</button></div>
            </body></html>
            """;

    private Collector collector;
    private WebClient client;

    @BeforeEach
    void start() throws IOException {
        collector = new Collector();
        collector.page(HEAD + BODY);
        client = new WebClient(BrowserVersion.getDefault());
        client.getOptions().setFetchPolyfillEnabled(true);
        client.getOptions().setThrowExceptionOnScriptError(true);
    }

    @AfterEach
    void stop() {
        client.close();
        collector.close();
    }

    private HtmlPage open(String path) throws IOException {
        return client.getPage(collector.origin() + path);
    }

    private void consent(String status) {
        client.getCookieManager()
                .addCookie(new Cookie(
                        "127.0.0.1",
                        "candor_consent",
                        status + ":" + Versions.POLICY + ":" + Instant.now().getEpochSecond(),
                        "/",
                        null,
                        false));
    }

    private void settle() {
        client.waitForBackgroundJavaScriptStartingBefore(2_500);
    }

    @Test
    void aPageLoadArrivesInTheSamplesShape() throws Exception {
        consent("granted");
        open("/applications?utm_source=news&key=1");
        settle();
        assertThat(collector.events()).hasSize(1);
        var event = collector.events().get(0);
        assertThat(event.get("event").textValue()).isEqualTo("APPLICATIONS_PAGE_LOAD");
        assertThat(event.get("type").textValue()).isEqualTo("track");
        assertThat(event.get("userId").isNull()).isTrue();
        assertThat(event.get("properties").size()).isZero();
        assertThat(event.at("/context/page/path").textValue()).isEqualTo("/applications");
        assertThat(event.at("/context/page/search").textValue()).isEqualTo("?utm_source=news");
        assertThat(event.at("/context/page/title").textValue()).isEqualTo("Editor | Appsmith");
        assertThat(event.at("/context/page/url").textValue())
                .isEqualTo(collector.origin() + "/applications?utm_source=news");
        assertThat(event.at("/context/campaign/source").textValue()).isEqualTo("news");
        assertThat(event.at("/context/library/name").textValue()).isEqualTo("candor.js");
        assertThat(event.get("anonymousId").textValue()).matches("[0-9a-f-]{36}");
    }

    @Test
    void withoutConsentNothingIsSentOrKept() throws Exception {
        var page = open("/applications");
        page.executeJavaScript("analytics.track('Item Purchased')");
        settle();
        assertThat(collector.requests()).isEmpty();
        assertThat(client.getCookieManager().getCookies()).isEmpty();
        assertThat(page.executeJavaScript("localStorage.length").getJavaScriptResult())
                .isEqualTo(0);
    }

    @Test
    void aGrantSendsWhatWaited() throws Exception {
        var page = open("/applications");
        page.executeJavaScript("analytics.track('Item Purchased', {plan: 'free', n: 2, note: 'two words', o: {}})");
        page.executeJavaScript("analytics.consent.grant().then(function (s) { window.answer = s })");
        settle();
        assertThat(page.executeJavaScript("answer").getJavaScriptResult()).isEqualTo("granted");
        assertThat(collector.events()).hasSize(2);
        assertThat(collector.events().get(1).get("properties"))
                .isEqualTo(Collector.JSON.readTree("{\"plan\":\"free\",\"n\":2}"));
    }

    @Test
    void aWithdrawalErasesTheId() throws Exception {
        consent("granted");
        var page = open("/applications");
        settle();
        page.executeJavaScript("analytics.consent.withdraw()");
        settle();
        page.executeJavaScript("analytics.track('Item Purchased')");
        settle();
        assertThat(collector.events()).hasSize(1);
        assertThat(page.executeJavaScript("localStorage.length").getJavaScriptResult())
                .isEqualTo(0);
    }

    @Test
    void clicksAndNavigationAreSeen() throws Exception {
        consent("granted");
        var page = open("/applications");
        settle();
        for (var id : new String[] {"plain", "named", "text", "ignored"}) {
            ((HtmlElement) page.getElementById(id)).click();
        }
        page.executeJavaScript("history.pushState({}, '', '/app/64f0c2a1b3d4e5f6a7b8c9d0/edit')");
        settle();
        page.executeJavaScript("history.pushState({}, '', '/app/64f0c2a1b3d4e5f6a7b8c9d0/edit')");
        settle();
        assertThat(collector.events())
                .extracting(event -> event.get("event").textValue() + event.get("properties"))
                .containsExactly(
                        "APPLICATIONS_PAGE_LOAD{}",
                        "CLICK{\"tag\":\"button\"}",
                        "App Created{\"tag\":\"button\",\"plan\":\"free\"}",
                        "EDITOR_PAGE_LOAD{}");
        assertThat(collector.events().get(3).at("/context/page/path").textValue())
                .isEqualTo("/app/:id/edit");
        assertThat(collector.events().get(3).at("/context/page/referrer").textValue())
                .isEqualTo(collector.origin() + "/applications");
    }
}
