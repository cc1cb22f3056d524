package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.KeyboardModifier;
import com.microsoft.playwright.options.MouseButton;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What only a real mouse, a real keyboard and a real history do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptureChromiumTest {
    private static final String BODY = """
            <button id="button">b</button>
            <button id="disabled" disabled><span id="inside">d</span></button>
            <fieldset disabled><button id="fieldset">f</button></fieldset>
            <a id="link" href="#there">l</a>
            <a id="outbound" href="http://localhost:9/away?secret=1" target="_blank">o</a>
            <a id="mail" href="mailto:ann@example.org" onclick="event.preventDefault()">m</a>
            <svg width="20" height="20"><a id="svg" xlink:href="http://localhost:9/a.zip" onclick="event.preventDefault()"><rect id="rect" width="20" height="20"/></a></svg>
            <label id="label">text<input type="checkbox"></label>
            <form id="form" onsubmit="event.preventDefault()"><input id="field" value="ann"><input id="submit" type="submit"></form>
            """;

    private Playwright playwright;
    private Browser browser;
    private ChromiumPage page;

    @BeforeAll
    void launch() {
        playwright = ChromiumPage.playwright();
        browser = ChromiumPage.launch(playwright, "--disable-back-forward-cache");
    }

    @AfterAll
    void end() {
        browser.close();
        playwright.close();
    }

    @BeforeEach
    void open() {
        page = new ChromiumPage(browser);
        page.consent("granted").body(BODY).open("/first");
    }

    @AfterEach
    void close() {
        page.close();
    }

    private Locator at(String id) {
        return page.page.locator("#" + id);
    }

    /** What is sent in the end, when this event has come. */
    private List<JsonNode> sent() throws IOException, InterruptedException {
        page.eval("analytics.track('END'); 1");
        Collector.await(() ->
                page.collector.batches().stream().anyMatch(batch -> batch.body().contains("\"END\"")));
        return page.collector.events();
    }

    private List<String> names() throws IOException, InterruptedException {
        return sent().stream().map(event -> event.get("event").asText()).toList();
    }

    /** The paths of the pages that were viewed. */
    private List<String> viewed() throws IOException, InterruptedException {
        return sent().stream()
                .filter(event -> event.get("event").asText().equals("PAGE_LOAD"))
                .map(event -> event.at("/context/page/path").asText())
                .toList();
    }

    private JsonNode properties(String name) throws IOException, InterruptedException {
        return sent().stream()
                .filter(event -> event.get("event").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .get("properties");
    }

    @Test
    void theMiddleButtonCountsAndTheRightOneDoesNot() throws Exception {
        at("button").click(new Locator.ClickOptions().setButton(MouseButton.MIDDLE));
        at("button").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "END");
    }

    @Test
    void modifierKeysMakeNoDifference() throws Exception {
        at("button").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        at("button").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.ALT)));
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "CLICK", "END");
    }

    @Test
    void aKeyOnAButtonOrALinkIsAClick() throws Exception {
        at("button").press("Enter");
        at("button").press("Space");
        at("link").press("Enter");
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "CLICK", "CLICK", "END");
    }

    @Test
    void enterInAFieldIsAClickOfItsFormsButton() throws Exception {
        at("field").press("Enter");
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "END");
        assertThat(properties("CLICK").toString()).isEqualTo("{\"tag\":\"input\"}");
    }

    @Test
    void whatIsDisabledIsNotClicked() throws Exception {
        for (var id : List.of("disabled", "inside", "fieldset")) {
            at(id).click(new Locator.ClickOptions().setForce(true));
        }
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void aDoubleClickIsTwoClicks() throws Exception {
        at("button").dblclick();
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "CLICK", "END");
    }

    @Test
    void aLabelIsNone() throws Exception {
        at("label").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void aLinkInAnSvgCounts() throws Exception {
        at("rect").click();
        assertThat(properties("CLICK").toString()).isEqualTo("{\"download\":true,\"outbound\":true,\"tag\":\"a\"}");
    }

    @Test
    void aLinkElsewhereSaysSoAndNoMore() throws Exception {
        at("outbound").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.CONTROL)));
        at("mail").click();
        var events = sent();
        assertThat(events.get(1).get("properties").toString()).isEqualTo("{\"outbound\":true,\"tag\":\"a\"}");
        assertThat(events.get(2).get("properties").toString()).isEqualTo("{\"tag\":\"a\"}");
        assertThat(events.toString()).doesNotContain("secret").doesNotContain("ann");
    }

    @Test
    void aPageOutOfTheBackForwardCacheIsViewedAgain() throws Exception {
        page.eval("window.kept = 1; addEventListener('pageshow', e => window.persisted = e.persisted); 1");
        page.visit(page.collector.origin() + "/second");
        // The cache fires no load event.
        page.page.goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.page.waitForFunction("window.persisted");
        assertThat(page.eval("window.kept")).isEqualTo("1");
        assertThat(viewed()).containsExactly("/first", "/second", "/first");
    }

    @Test
    void aChainOfRedirectsIsOneView() throws Exception {
        page.body("<script>if (location.pathname == '/from') location.replace('/to')</script>")
                .open("/from");
        page.page.waitForURL("**/to");
        assertThat(viewed()).containsExactly("/first", "/to");
    }
}
