package dev.candor.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What outlives a page, and who sends it: pages of one browser share the storage and nothing else. */
class StoredQueueTest {
    private final FakeBrowser browser = page(null);

    /** A page in the browser in which that one is, or was. */
    private static FakeBrowser page(@Nullable FakeBrowser before) {
        var page = new FakeBrowser();
        if (before != null) {
            page.storage = before.storage;
            page.cookies.putAll(before.cookies);
        } else {
            page.consent("granted");
        }
        page.data.put("auto", "off");
        return page.start();
    }

    private static void track(FakeBrowser page, String... names) {
        for (var name : names) {
            page.scripting.eval("analytics.track('" + name + "')");
        }
        page.scripting.settle();
    }

    private static List<String> sent(FakeBrowser page) {
        return page.batches().stream()
                .flatMap(batch -> StreamSupport.stream(batch.spliterator(), false))
                .map(event -> event.get("event").asText())
                .toList();
    }

    private String stored() {
        return requireNonNull(browser.storage.get(queues().findFirst().orElseThrow()));
    }

    private Stream<String> queues() {
        return browser.storage.keySet().stream().filter(key -> key.startsWith("candor_queue."));
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
        other.storeds.forEach(Runnable::run);
        other.advance(30_000);
        assertThat(sent(other)).containsExactly("A");
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
        browser.storeds.forEach(Runnable::run);
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
        blind.storeds.forEach(Runnable::run);
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
        browser.otherTabSends = true;
        track(browser, "A");
        browser.advance(60_000);
        assertThat(sent(browser)).isEmpty();
        assertThat(browser.turns).hasSize(1);
        browser.otherTabSends = false;
        browser.turns.get(0).run();
        assertThat(sent(browser)).containsExactly("A");
    }

    @Test
    void theTurnEndsWithTheAnswer() {
        track(browser, "A");
        browser.advance(1_000);
        assertThat(browser.turnsDone).isZero();
        browser.advance(10);
        assertThat(browser.turnsDone).isEqualTo(1);
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
        browser.scripting.settle();
        var stored = stored();
        assertThat(stored.length()).isBetween(200_000, 263_000);
        // The first is on its way.
        assertThat(stored).contains("FIRST").doesNotContain("SECOND");
    }

    @Test
    void aVisitorSeesWhatWasSentAndWhatIsHeld() {
        track(browser, "A");
        browser.advance(2_000);
        track(browser, "B");
        browser.scripting.eval("var seen = analytics.consent.inspect()");
        var seen = FakeBrowser.read(String.valueOf(browser.scripting.eval("JSON.stringify(seen)")));
        assertThat(seen.get("status").asText()).isEqualTo("granted");
        assertThat(seen.get("anonymousId").asText()).isEqualTo(browser.storage.get("candor_anonymous_id"));
        assertThat(seen.get("sent").get(0).toString())
                .isEqualTo(browser.requests.get(0).body());
        assertThat(seen.get("held")).hasSize(1);
        assertThat(seen.get("held").get(0).get("event").asText()).isEqualTo("B");
    }

    @Test
    void whatTheBrowserRefusedToTakeIsNotShownAsSent() {
        browser.status = null;
        track(browser, "A");
        browser.advance(1_000);
        track(browser, "B");
        browser.beacons = false;
        browser.hide();
        assertThat(sent(browser)).containsExactly("A");
        assertThat(String.valueOf(browser.scripting.eval("'' + analytics.consent.inspect().sent.length")))
                .isEqualTo("1");
    }

    @Test
    void whatWaitsForAnAnswerIsShownToo() {
        browser.cookies.clear();
        track(browser, "A");
        var held = browser.scripting.eval("JSON.stringify(analytics.consent.inspect())");
        assertThat(FakeBrowser.read(String.valueOf(held))
                        .get("held")
                        .get(0)
                        .get("event")
                        .asText())
                .isEqualTo("A");
        assertThat(browser.storage).isEmpty();
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
