package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What outlives a page, and who sends it: pages of one browser share the storage and nothing else. */
class StoredQueueTest extends Deliveries {
    /** A page in the browser in which that one is, or was. */
    private static FakeBrowser page(FakeBrowser before) {
        var page = new FakeBrowser();
        page.storage = before.storage;
        page.cookies.putAll(before.cookies);
        page.data.put("auto", "off");
        return page.start();
    }

    private String stored() {
        return queues().findFirst().orElseThrow();
    }

    private Stream<String> queues() {
        return queues(browser);
    }

    @Test
    void anEventIsStoredWhenTheScriptThatMadeItIsDone() {
        track(browser, "A", "B");
        assertThat(queues()).hasSize(1);
        var queue = FakeBrowser.read(stored());
        assertThat(queue.get(0).asText()).isEqualTo("2026-11-24T10:00:00.000Z");
        assertThat(queue.get(1).get("event").asText()).isEqualTo("A");
        assertThat(queue.get(2).get("event").asText()).isEqualTo("B");
    }

    @Test
    void nothingIsStoredWhenTheScriptThatMadeAnEventTakesTheYesBack() {
        browser.scripting.global("takeBack", none -> browser.cookies.clear());
        track(browser, "A'); takeBack(); analytics.track('B");
        assertThat(browser.storage).isEmpty();
        browser.advance(60_000);
        assertThat(sent(browser)).isEmpty();
    }

    @Test
    void whatHasArrivedIsStoredNoMore() {
        track(browser, "A");
        browser.advance(2_000);
        assertThat(sent(browser)).containsExactly("A");
        assertThat(queues()).isEmpty();
    }

    @Test
    void theNextPageSendsWhatACrashLeft() {
        track(browser, "A");
        var next = page(browser);
        next.advance(19_000);
        assertThat(sent(next)).isEmpty();
        next.advance(10_000);
        assertThat(sent(next)).containsExactly("A");
        assertThat(queues()).isEmpty();
    }

    @Test
    void aPageThatIsAlreadyThereSendsWhatACrashLeft() {
        var other = page(browser);
        track(browser, "A");
        other.signals.storeds.forEach(Runnable::run);
        other.advance(30_000);
        assertThat(sent(other)).containsExactly("A");
    }

    @Test
    void whatACrashLeftBeforeTheClockWentBackIsSent() {
        browser.storage.put(
                "candor_queue.left", "[\"2999-01-01T00:00:00.000Z\",{\"messageId\":\"a\",\"event\":\"A\"}]");
        browser.signals.storeds.forEach(Runnable::run);
        browser.advance(10_000);
        assertThat(sent(browser)).containsExactly("A");
    }

    @Test
    void whereNothingWaitsNothingRuns() {
        track(browser, "A");
        browser.advance(60_000);
        assertThat(browser.isIdle()).isTrue();
    }

    @Test
    void whatALivingPageHoldsIsItsOwn() {
        browser.status = 503;
        track(browser, "A");
        var other = page(browser);
        for (int i = 0; i < 600; i++) {
            browser.advance(1_000);
            other.advance(1_000);
        }
        assertThat(sent(other)).isEmpty();
        assertThat(sent(browser)).isNotEmpty();
    }

    @Test
    void whatTheBrowserDoesNotTakeWhenThePageGoesTheNextPageSendsAtOnce() {
        browser.status = 0;
        track(browser, "A");
        browser.advance(1_006);
        browser.beacons = false;
        browser.status = null;
        browser.hide();
        var sent = sent(browser).size();
        var next = page(browser);
        next.advance(30_000);
        assertThat(sent).isEqualTo(2);
        assertThat(sent(next)).containsExactly("A");
    }

    @Test
    void whatAnotherPageHasTakenOverIsForgottenHere() {
        browser.status = 503;
        track(browser, "A");
        browser.advance(2_000);
        var before = sent(browser).size();
        browser.storage.keySet().removeIf(key -> key.startsWith("candor_queue."));
        browser.status = 200;
        browser.advance(600_000);
        assertThat(sent(browser)).hasSize(before);
    }

    @Test
    void whatThePageClearsFromTheStorageIsSent() {
        browser.status = 503;
        track(browser, "A");
        browser.advance(2_000);
        browser.storage.clear();
        browser.status = 200;
        browser.advance(60_000);
        assertThat(sent(browser)).endsWith("A").hasSizeGreaterThan(1);
        assertThat(queues()).isEmpty();
    }

    /** As when another page has taken the yes back meanwhile. */
    @Test
    void whatIsClearedWhileAPageShowsNoLifeIsForgottenThere() {
        track(browser, "A");
        browser.sleep(30_000);
        browser.storage.clear();
        browser.advance(60_000);
        assertThat(sent(browser)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[",
                "{}",
                "null",
                "7",
                "[1,2,3]",
                "{\"length\":1000000000}",
                "[\"\",null,{\"a\":1},\"text\",[]]",
                "\"text\""
            })
    void whatIsNoQueueIsRemoved(String torn) {
        browser.storage.put("candor_queue.torn", torn);
        browser.signals.storeds.forEach(Runnable::run);
        browser.advance(6_000);
        assertThat(browser.storage).doesNotContainKey("candor_queue.torn");
        track(browser, "A");
        browser.advance(6_000);
        assertThat(sent(browser)).containsExactly("A");
    }

    @Test
    void whatFoundNoRoomInTheStorageIsNotForgotten() {
        browser.status = 503;
        track(browser, "A");
        browser.storageFull = true;
        track(browser, "B");
        browser.storage.keySet().removeIf(key -> key.startsWith("candor_queue."));
        browser.status = 200;
        browser.advance(60_000);
        assertThat(sent(browser)).containsExactly("B");
    }

    @Test
    void whatCanNotBeReadIsNotTakenForGone() {
        browser.status = 503;
        track(browser, "A");
        browser.advance(1_010);
        browser.storageUnreadable = true;
        browser.status = 200;
        browser.advance(60_000);
        assertThat(sent(browser)).containsExactly("A", "A");
        assertThat(browser.isIdle()).isTrue();
    }

    @Test
    void aPageThatCanNotReadWhatAnotherHoldsLeavesItThere() {
        browser.status = 503;
        track(browser, "A");
        browser.advance(1_010);
        var blind = page(browser);
        blind.storageUnreadable = true;
        blind.signals.storeds.forEach(Runnable::run);
        blind.advance(60_000);
        assertThat(queues()).hasSize(1);
        browser.status = 200;
        browser.advance(60_000);
        assertThat(sent(browser)).containsExactly("A", "A");
        assertThat(sent(blind)).isEmpty();
    }

    @Test
    void aBlockedStorageIsAsGoodAsNone() {
        browser.storageBlocked = true;
        track(browser, "A");
        browser.advance(6_000);
        track(browser, "B");
        browser.advance(6_000);
        assertThat(sent(browser)).containsExactly("A", "B");
    }

    @Test
    void aRefusalErasesTheQueuesOfDeadPagesToo() {
        track(browser, "A");
        var next = page(browser);
        next.scripting.eval("analytics.consent.deny()");
        assertThat(browser.storage).isEmpty();
        next.advance(60_000);
        assertThat(sent(next)).isEmpty();
    }

    @Test
    void withoutConsentWhatIsLeftIsErasedAndNotSent() {
        track(browser, "A");
        browser.cookies.clear();
        var next = page(browser);
        next.advance(0);
        assertThat(browser.storage).isEmpty();
        next.advance(60_000);
        assertThat(sent(next)).isEmpty();
    }

    @Test
    void oneTabSendsAtATime() {
        browser.tabs.otherTabSends = true;
        track(browser, "A");
        browser.advance(60_000);
        assertThat(sent(browser)).isEmpty();
        assertThat(browser.tabs.turns).hasSize(1);
        browser.tabs.otherTabSends = false;
        browser.tabs.turns.get(0).run();
        assertThat(sent(browser)).containsExactly("A");
    }

    @Test
    void theTurnEndsWithTheAnswer() {
        track(browser, "A");
        browser.advance(1_000);
        assertThat(browser.tabs.turnsDone).isZero();
        browser.advance(10);
        assertThat(browser.tabs.turnsDone).isEqualTo(1);
    }

    @Test
    void theQueueIsBoundedByItsLengthToo() {
        browser.status = null;
        track(browser, "FIRST");
        browser.advance(1_000);
        track(browser, "SECOND");
        browser.scripting.eval(
                "var big = {}; for (var i = 0; i < 300; i++) big['k' + i] = new Array(50).join('a-b_') .slice(0, 60);"
                        + "for (var i = 0; i < 40; i++) analytics.track('BIG', big)");
        browser.advance(0);
        var stored = stored();
        assertThat(stored.length()).isBetween(200_000, 263_000);
        // The first is on its way.
        assertThat(stored).contains("FIRST").doesNotContain("SECOND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"withdraw", "deny"})
    void theInstanceIsAskedToForgetTheVisitor(String refusal) {
        track(browser, "A");
        var id = browser.storage.get("candor_anonymous_id");
        browser.scripting.eval("analytics.consent." + refusal + "(); analytics.consent." + refusal + "()");
        var bodies = browser.requests.stream().map(FakeBrowser.Request::body).toList();
        assertThat(bodies.get(0)).endsWith("\"anonymousId\":\"" + id + "\"}");
        // The second time there is no id any more.
        assertThat(bodies.get(1)).doesNotContain("anonymousId");
    }
}
