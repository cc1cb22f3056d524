package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What only a real history does, and real listeners. */
class ViewChromiumTest extends CaptureInChromium {
    /** The paths of the pages that were viewed. */
    private List<String> viewed() throws IOException, InterruptedException {
        return sent().stream()
                .filter(event -> event.get("event").asText().equals("PAGE_LOAD"))
                .map(event -> event.at("/context/page/path").asText())
                .toList();
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
    void aPageThatGoesByTheBrowsersOwnNavigationIsViewed() throws Exception {
        page.eval("navigation.addEventListener('navigate', e => e.intercept({handler: async () => {}}));"
                + " navigation.navigate('/second'); 1");
        page.rest();
        page.eval("navigation.back(); 1");
        page.page.waitForURL("**/first");
        page.rest();
        assertThat(viewed()).containsExactly("/first", "/second", "/first");
    }

    @Test
    void whatAPagePutsAroundThePrototypeLaterIsCalled() throws Exception {
        page.eval("const push = History.prototype.pushState; window.calls = 0;"
                + " History.prototype.pushState = function () { calls++; push.apply(this, arguments) };"
                + " history.pushState({}, '', '/second'); 1");
        page.rest();
        page.eval("History.prototype.pushState.call(history, {}, '', '/third'); 1");
        page.rest();
        assertThat(page.eval("calls")).isEqualTo("2");
        assertThat(viewed()).containsExactly("/first", "/second", "/third");
    }

    @Test
    void aChainOfRedirectsIsOneView() throws Exception {
        page.body("<script>if (location.pathname == '/from') location.replace('/to')</script>")
                .open("/from");
        page.page.waitForURL("**/to");
        assertThat(viewed()).containsExactly("/first", "/to");
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
                        "pointerdown",
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
