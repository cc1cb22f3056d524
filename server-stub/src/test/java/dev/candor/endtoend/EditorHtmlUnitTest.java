package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.candor.event.Versions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.htmlunit.StringWebResponse;
import org.htmlunit.WebClient;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.Cookie;
import org.htmlunit.util.WebConnectionWrapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiled script in the editor page, in HtmlUnit, against the real server: what consent lets through, and what not. */
class EditorHtmlUnitTest {
    /** Longer than the tracker's second between a call and its batch. */
    private static final long SETTLED_MS = 2_000;
    /** As long as the tracker waits until it looks after what other tabs left. */
    private static final long LOOKED_MS = 5_000;

    @TempDir
    private static Path folder;

    private static ServerProcess server;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private WebClient browser;
    private int before;

    @BeforeAll
    static void startServer() throws IOException {
        server = ServerProcess.start(folder, Map.of("CANDOR_SHARE", "yes"));
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void openBrowser() throws Exception {
        before = server.events().size();
        browser = new WebClient();
        browser.getOptions().setFetchPolyfillEnabled(true);
        browser.getOptions().setCssEnabled(false);
        var connection = new WebConnectionWrapper(browser) {
            @Override
            public WebResponse getResponse(WebRequest request) throws IOException {
                var path = request.getUrl().getPath();
                requests.add(request.getHttpMethod() + " " + path);
                // HtmlUnit's parser knows no classes, so the banner has no place here; the Chromium test clicks it.
                return path.equals("/candor-consent.js")
                        ? new StringWebResponse("", request.getUrl())
                        : super.getResponse(request);
            }
        };
        browser.setWebConnection(connection);
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void withoutAnAnswerNothingIsStoredAndNothingIsSent() throws Exception {
        var page = open("/applications");
        visit(page);
        assertNothingLeft(page);
        assertThat(browser.getCookieManager().getCookies()).isEmpty();
    }

    @Test
    void aRefusalSendsNothing() throws Exception {
        answer("denied:" + Versions.POLICY + ":" + now());
        var page = open("/applications");
        visit(page);
        assertNothingLeft(page);
    }

    @Test
    void aCookieOfNonsenseIsNoConsent() throws Exception {
        answer("granted");
        var page = open("/applications");
        visit(page);
        assertNothingLeft(page);
    }

    @Test
    void consentLetsPageLoadsNavigationAndClicksThrough() throws Exception {
        answer("granted:" + Versions.POLICY + ":" + now());
        var page = open("/applications");
        visit(page);
        settle();

        var events = newEvents(4);
        assertThat(events)
                .extracting(event -> event.get("event").asText())
                .containsExactly("APPLICATIONS_PAGE_LOAD", "CLICK", "EDITOR_PAGE_LOAD", "ADD_WIDGET");
        var view = events.get(0);
        assertThat(view.at("/context/page/path").asText()).isEqualTo("/applications");
        assertThat(view.at("/context/ip").asText()).isEqualTo("0.0.0.0");
        assertThat(view.get("userId").isNull()).isTrue();
        assertThat(view.get("type").asText()).isEqualTo("track");
        assertThat(view.get("properties")).isEmpty();
        assertThat(view.get("anonymousId").asText()).hasSize(36);
        for (var time : List.of("originalTimestamp", "receivedAt", "sentAt", "timestamp")) {
            assertThat(view.get(time).asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        }
        assertThat(events.get(2).at("/context/page/path").asText()).isEqualTo("/app/:id/edit");
        assertThat(events.get(2).at("/context/page/referrer").asText()).endsWith("/applications");
        assertThat(events.get(3).at("/properties/tag").asText()).isEqualTo("button");
        assertThat(events.get(3).at("/properties/widget").asText()).isEqualTo("table");
        assertThat(events).extracting(event -> event.get("anonymousId")).containsOnly(view.get("anonymousId"));
    }

    @Test
    void consentGivenLaterSendsWhatWaited() throws Exception {
        var page = open("/applications");
        page.executeJavaScript("analytics.track('Waited', {plan: 'free'})");
        assertNothingLeft(page);
        page.executeJavaScript("analytics.consent.grant()");
        settle();
        assertThat(newEvents(2))
                .extracting(event -> event.get("event").asText())
                .containsExactly("APPLICATIONS_PAGE_LOAD", "Waited");
    }

    @Test
    void withdrawalEndsSendingAndDeletesTheId() throws Exception {
        answer("granted:" + Versions.POLICY + ":" + now());
        var page = open("/applications");
        settle();
        newEvents(1);
        assertThat(keys(page)).isNotEmpty();
        page.executeJavaScript("analytics.consent.withdraw()");
        finish();
        assertThat(keys(page)).isEmpty();
        assertThat(browser.getCookieManager().getCookies()).isEmpty();
        requests.clear();
        page.executeJavaScript("analytics.track('Afterwards')");
        finish();
        assertThat(requests).isEmpty();
    }

    @Test
    void namesTextAndIdsOfThePageStayInThePage() throws Exception {
        answer("granted:" + Versions.POLICY + ":" + now());
        var page = open("/applications");
        page.executeJavaScript(
                "document.title = 'Mail to zoltan@example.org';"
                        + "history.pushState(null, '', '/app/64f0c1a2b3d4e5f6a7b8c9d0/edit?email=zoltan@example.org&utm_source=news#top');"
                        + "analytics.identify('zoltan', {email: 'zoltan@example.org'});"
                        + "analytics.track('Saved', {email: 'zoltan@example.org', note: 'free text of a person', count: 3, on: true, plan: 'free'});");
        settle();
        var events = newEvents(3);
        var all = events.toString();
        assertThat(all).doesNotContain("zoltan").doesNotContain("64f0c1a2").doesNotContain("free text");
        var saved = events.stream()
                .filter(event -> event.path("event").asText().equals("Saved"))
                .findFirst()
                .orElseThrow();
        assertThat(saved.get("properties").toString()).isEqualTo("{\"count\":3,\"on\":true,\"plan\":\"free\"}");
        assertThat(saved.at("/context/page/search").asText()).isEqualTo("?utm_source=news");
    }

    /** Opens an application, then adds a table to it. */
    private void visit(HtmlPage page) throws IOException {
        click(page, "a[href^='/app/']");
        click(page, "[data-track-widget=table] svg");
        settle();
    }

    /** Lets it send what it has. */
    private void settle() {
        browser.waitForBackgroundJavaScriptStartingBefore(SETTLED_MS);
    }

    /** Lets it also do what it does later, as where nothing may leave nothing may leave then either. */
    private void finish() {
        browser.waitForBackgroundJavaScript(LOOKED_MS);
    }

    private static void click(HtmlPage page, String selector) throws IOException {
        HtmlElement element = page.querySelector(selector.replace(" svg", ""));
        element.click();
    }

    private HtmlPage open(String path) throws IOException {
        HtmlPage page = browser.getPage(server.url() + path);
        browser.waitForBackgroundJavaScriptStartingBefore(100);
        return page;
    }

    private void answer(String cookie) {
        browser.getCookieManager().addCookie(new Cookie(URI.create(server.url()).getHost(), "candor_consent", cookie));
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    private List<JsonNode> newEvents(int count) throws Exception {
        var events = server.awaitEvents(before + count);
        return events.subList(before, events.size());
    }

    private void assertNothingLeft(HtmlPage page) throws Exception {
        finish();
        assertThat(requests)
                .allMatch(request -> request.startsWith("GET /app")
                        || request.matches("GET /(candor(-consent)?|editor)\\.(js|css)"));
        assertThat(keys(page)).isEmpty();
        assertThat(server.events()).hasSize(before);
    }

    private static List<String> keys(HtmlPage page) {
        var keys = new ArrayList<String>();
        for (var store : List.of("localStorage", "sessionStorage")) {
            var found = page.executeJavaScript("(function () { var keys = []; for (var i = 0; i < " + store
                            + ".length; i++) keys.push(" + store + ".key(i)); return keys.join(); })()")
                    .getJavaScriptResult();
            if (!String.valueOf(found).isEmpty()) {
                keys.add(store + ": " + found);
            }
        }
        return keys;
    }
}
