package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event's message is made after what the page makes of what happened was shown: where the event is, and is not, until then. */
class LaterEventsTest {
    private final FakePage page = new FakePage();
    private final FakeBrowser browser = page.browser;

    @BeforeEach
    void open() {
        page.consent("granted").body("<button id='x'>Ann</button>").open("/first");
        browser.hide();
        browser.show();
        browser.advance(0);
        browser.requests.clear();
        page.click("x");
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void nothingOfItIsStoredBefore() {
        browser.scripting.settle();
        assertThat(browser.storage.keySet()).noneMatch(key -> key.startsWith("candor_queue."));
        browser.advance(1);
        assertThat(browser.storage.keySet()).anyMatch(key -> key.startsWith("candor_queue."));
    }

    @Test
    void itLeavesWithThePage() {
        browser.hide();
        assertThat(Deliveries.sent(browser)).containsExactly("CLICK");
    }

    @Test
    void itComesBeforeWhatThePageReportsNext() {
        page.eval("analytics.track('Saved')");
        browser.hide();
        assertThat(Deliveries.sent(browser)).containsExactly("CLICK", "Saved");
    }

    @Test
    void itIsOfThePlaceWhereItHappened() {
        browser.pushState("/second");
        browser.advance(50);
        browser.hide();
        assertThat(Deliveries.sent(browser)).containsExactly("CLICK", "PAGE_LOAD");
        assertThat(browser.batches().get(0).at("/0/context/page/path").asText()).isEqualTo("/first");
    }

    @Test
    void itIsShownToWhoLooks() {
        assertThat(page.eval("analytics.consent.inspect().held[0].event")).isEqualTo("CLICK");
    }

    @Test
    void itIsNotSentWhenTheAnswerBecameNo() {
        page.eval("analytics.consent.deny()");
        browser.advance(2_000);
        browser.hide();
        assertThat(Deliveries.sent(browser)).isEmpty();
    }

    @Test
    void whatThePageReportsIsStoredByALaterTaskToo() {
        browser.advance(0);
        browser.storage.clear();
        page.eval("analytics.track('Saved')");
        browser.scripting.settle();
        assertThat(queue()).isEmpty();
        browser.advance(0);
        assertThat(queue()).contains("Saved");
    }

    @Test
    void atOnceWhereNobodySeesThePage() {
        browser.hide();
        browser.advance(0);
        page.eval("analytics.track('Saved')");
        browser.scripting.settle();
        assertThat(queue()).contains("Saved");
    }

    @Test
    void thePageHasItsTurnInBetween() {
        browser.advance(2_000);
        browser.status = null;
        browser.storage.clear();
        page.eval("for (var i = 0; i < 1100; i++) analytics.track('E' + i)");
        var last = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            browser.step();
            var queue = FakeBrowser.read(queue());
            last.add(queue.get(queue.size() - 1).get("event").asText());
        }
        assertThat(last).containsExactly("E499", "E999", "E1099");
    }

    @Test
    void noMoreWaitThanThePageHasReasonToReport() {
        browser.advance(2_000);
        browser.storage.clear();
        page.eval("for (var i = 0; i < 2001; i++) analytics.track('E' + i)");
        browser.scripting.settle();
        assertThat(queue()).contains("\"E2000\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "analytics.reset()",
                "analytics.user().anonymousId(null)",
                "analytics.user().anonymousId('another-id')",
                "analytics.setAnonymousId('another-id')",
                "analytics.user().id('other')",
                "analytics.identify('other')"
            })
    void itHasTheIdOfItsTime(String change) {
        browser.advance(0);
        page.eval("analytics.identify('someone')");
        var before = page.eval("analytics.user().anonymousId()");
        page.eval("analytics.track('Saved'); " + change + "; analytics.track('Left')");
        browser.hide();
        assertThat(Deliveries.sent(browser)).containsExactly("CLICK", "Saved", "Left");
        var events = browser.batches().get(0);
        assertThat(events.at("/1/anonymousId").asText()).isEqualTo(before);
        assertThat(events.at("/2/anonymousId").asText()).isNotEqualTo(before);
    }

    @Test
    void laterMiddlewareDoesNotSeeIt() {
        page.eval("analytics.track('Saved'); analytics.addSourceMiddleware(function () {}); analytics.track('Left')");
        browser.hide();
        assertThat(Deliveries.sent(browser)).containsExactly("CLICK", "Saved");
    }

    @Test
    void whatMiddlewareReportsMeanwhileIsNotForgotten() {
        page.eval("analytics.addSourceMiddleware(function (c) { if (c.payload.obj.event == 'A') analytics.track('C');"
                + "c.next(c.payload) }); analytics.track('A'); analytics.track('B'); analytics.reset()");
        browser.advance(2_000);
        assertThat(Deliveries.sent(browser)).contains("A", "B", "C");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deny", "withdraw"})
    void aYesAfterwardsDoesNotBringBackWhatANoHasForgotten(String refusal) {
        page.eval("analytics.track('Saved'); analytics.consent." + refusal + "(); analytics.track('Secret');"
                + "analytics.consent.grant()");
        browser.advance(1_000);
        browser.hide();
        assertThat(Deliveries.sent(browser)).doesNotContain("CLICK", "Saved");
    }

    private String queue() {
        return Deliveries.queues(browser).findFirst().orElse("");
    }
}
