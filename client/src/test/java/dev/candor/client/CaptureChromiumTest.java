package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.KeyboardModifier;
import com.microsoft.playwright.options.MouseButton;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            <label id="toggle" data-track="Toggled"><span id="said">text</span><input id="check" type="checkbox"></label>
            <div id="plain"></div><p id="marked" data-track="Marked"></p><button id="outer"></button>
            <button id="gone" onclick="this.remove()">g</button><p id="words">some words to select</p>
            <svg width="20" height="20"><defs><rect id="shape" width="20" height="20"/></defs><a href="#use"><use id="use" href="#shape"/></a></svg>
            <iframe id="frame" srcdoc="<button id=framed>f</button>"></iframe>
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

    @ParameterizedTest
    @ValueSource(strings = {"said", "check"})
    void aMarkedLabelCountsOnce(String where) throws Exception {
        at(where).click();
        assertThat(names()).containsExactly("PAGE_LOAD", "Toggled", "END");
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

    @Test
    void ofAClosedShadowRootOnlyItsHostIsKnown() throws Exception {
        page.eval(
                "for (const id of ['plain', 'marked']) document.getElementById(id).attachShadow({mode: 'closed'}).innerHTML ="
                        + " '<button data-track=Inner style=width:50px;height:20px>c</button>'; 1");
        at("plain").click(new Locator.ClickOptions().setPosition(10, 10));
        at("marked").click(new Locator.ClickOptions().setPosition(10, 10));
        assertThat(names()).containsExactly("PAGE_LOAD", "Marked", "END");
    }

    @Test
    void shadowRootsWithinShadowRootsAreSeenThrough() throws Exception {
        page.eval(
                "const r = document.getElementById('plain').attachShadow({mode: 'open'}); r.innerHTML = '<button id=b><span id=in></span></button>';"
                        + "r.getElementById('in').attachShadow({mode: 'open'}).innerHTML = '<b id=text>c</b>'; 1");
        page.page.locator("#text").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "END");
        assertThat(properties("CLICK").toString()).isEqualTo("{\"tag\":\"button\"}");
    }

    @Test
    void anIgnoredRegionHoldsThroughShadowRoots() throws Exception {
        page.eval(
                "document.getElementById('plain').setAttribute('data-candor-ignore', '');"
                        + "const r = document.getElementById('plain').attachShadow({mode: 'open'}); r.innerHTML = '<span id=in></span>';"
                        + "r.getElementById('in').attachShadow({mode: 'open'}).innerHTML = '<button id=text data-track=Inner>c</button>'; 1");
        page.page.locator("#text").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void whatItsOwnHandlerRemovesCounts() throws Exception {
        at("gone").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "END");
    }

    @Test
    void selectingTextIsNoClick() throws Exception {
        var box = at("words").boundingBox();
        page.page.mouse().move(box.x + 2, box.y + 5);
        page.page.mouse().down();
        page.page.mouse().move(box.x + 60, box.y + 5);
        page.page.mouse().up();
        assertThat(page.eval("String(getSelection())")).isNotEmpty();
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void aPressThatEndsElsewhereIsNone() throws Exception {
        var from = at("button").boundingBox();
        var to = at("words").boundingBox();
        page.page.mouse().move(from.x + 5, from.y + 5);
        page.page.mouse().down();
        page.page.mouse().move(to.x + 5, to.y + 5);
        page.page.mouse().up();
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void aShapeThatAnSvgUsesBelongsToItsLink() throws Exception {
        at("use").click(new Locator.ClickOptions().setForce(true));
        assertThat(properties("CLICK").toString()).isEqualTo("{\"tag\":\"a\"}");
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "END");
    }

    @Test
    void whatIsClickedInAFrameIsTheFramesAffair() throws Exception {
        page.page.frameLocator("#frame").locator("#framed").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void aRedirectOfTheServerIsOneView() throws Exception {
        page.visit(page.collector.origin() + "/redirect?/redirect?/to");
        assertThat(viewed()).containsExactly("/first", "/to");
    }

    @Test
    void aPageThatWasThereBeforeItRefreshedToAnotherIsAViewToo() throws Exception {
        page.body(
                        "<script>if (location.pathname == '/from') document.write('<meta http-equiv=refresh content=\"0;url=/to\">')</script>")
                .open("/from");
        page.page.waitForURL("**/to");
        assertThat(viewed()).containsExactly("/first", "/from", "/to");
    }

    @Test
    void afterAFullResetNoListenerIsLeft() {
        var cdp = page.context.newCDPSession(page.page);
        var before = listeners(cdp);
        assertThat(before).contains("click", "pagehide", "storage");
        page.eval("analytics.reset({full: true}); 1");
        assertThat(listeners(cdp))
                .doesNotContainAnyElementsOf(List.of(
                        "click",
                        "auxclick",
                        "popstate",
                        "hashchange",
                        "pageshow",
                        "visibilitychange",
                        "prerenderingchange",
                        "pagehide",
                        "storage",
                        "online",
                        "DOMContentLoaded",
                        "load"));
        assertThat(page.eval("['pushState', 'replaceState'].every(n => history[n] === History.prototype[n])"))
                .isEqualTo("true");
    }

    /** The types of what listens on the window and the document. */
    private static List<String> listeners(CDPSession cdp) {
        return Stream.of("window", "document")
                .flatMap(name -> {
                    var expression = new JsonObject();
                    expression.addProperty("expression", name);
                    var of = new JsonObject();
                    of.add(
                            "objectId",
                            cdp.send("Runtime.evaluate", expression)
                                    .getAsJsonObject("result")
                                    .get("objectId"));
                    return StreamSupport.stream(
                            cdp.send("DOMDebugger.getEventListeners", of)
                                    .getAsJsonArray("listeners")
                                    .spliterator(),
                            false);
                })
                .map(listener -> listener.getAsJsonObject().get("type").getAsString())
                .toList();
    }
}
