package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Delivery where one more or one less makes the difference. */
class DeliveryEdgesTest extends Deliveries {
    @Test
    void aBatchIsAsLongAsFitsAndNoLonger() {
        browser.status = null;
        // Each is longer than the one before.
        browser.scripting.eval(
                "for (var i = 1; i < 19; i++) { var p = {}; for (var j = 0; j < i * 15; j++) p['key_' + j] = true; analytics.track('E', p) }");
        browser.scripting.settle();
        var held = inspected().get("held");
        browser.advance(1_000);
        var size = sizes().get(0);
        assertThat(size).isBetween(2, 17);
        assertThat(length(held, size)).isLessThan(40_000);
        assertThat(length(held, size + 1)).isGreaterThanOrEqualTo(40_000);
    }

    /** Of the first events in a list, and the commas between them. */
    private static int length(JsonNode events, int count) {
        int length = count - 1;
        for (int i = 0; i < count; i++) {
            length += events.get(i).toString().length();
        }
        return length;
    }

    @Test
    void whatHappensWhileThePageGoesLeavesWithIt() {
        browser.signals.hiddens.add(() -> browser.scripting.eval("analytics.track('Left'); analytics.track('Left')"));
        browser.hide();
        assertThat(sizes()).containsExactly(2);
    }

    @Test
    void aPageInTheBackgroundSendsBatchesAsAnyOther() {
        browser.hide();
        browser.advance(1);
        track(2);
        assertThat(sizes()).isEmpty();
        browser.advance(1_000);
        assertThat(sizes()).containsExactly(2);
    }

    @Test
    void aBatchWithoutLossesHasNoContext() {
        track(1);
        browser.advance(1_000);
        assertThat(FakeBrowser.read(browser.requests.get(0).body()).has("context"))
                .isFalse();
    }

    @Test
    void whatWasLostIsToldOnceByABeaconToo() {
        browser.status = 503;
        track(503);
        browser.advance(100);
        browser.requests.clear();
        browser.hide();
        assertThat(lost(0)).isEqualTo(3);
        assertThat(lost(1)).isZero();
        browser.requests.clear();
        browser.show();
        browser.status = 200;
        track(1);
        browser.hide();
        assertThat(lost(0)).isZero();
    }

    @Test
    void whatTheInstanceWantsLaterIsLeftToTheNextPage() {
        browser.status = 503;
        browser.retryAfterSeconds = 60;
        track(1);
        browser.advance(2_000);
        browser.requests.clear();
        browser.hide();
        assertThat(sizes()).isEmpty();
        assertThat(leftAt()).isEmpty();
        browser.show();
        browser.status = 200;
        browser.advance(60_000);
        assertThat(sizes()).containsExactly(1);
        track(1);
        browser.hide();
        assertThat(sizes()).containsExactly(1, 1);
    }

    private int lost(int request) {
        return FakeBrowser.read(browser.requests.get(request).body())
                .at("/context/candor/lost")
                .asInt();
    }

    @Test
    void withoutAStorageWhatIsUnderWayIsNotSentAgainWhenThePageGoes() {
        browser.storageBlocked = true;
        browser.status = null;
        track(30);
        browser.advance(6_000);
        browser.hide();
        assertThat(sizes()).containsExactly(20, 10);
    }

    @Test
    void whatAnotherPageTookOverLeavesNoEmptyBatchAndTheTurnToOthers() {
        browser.advance(100);
        track(1);
        browser.storage.keySet().removeIf(key -> key.startsWith("candor_queue."));
        browser.advance(1_000);
        assertThat(browser.tabs.turnsDone).isEqualTo(1);
        browser.advance(10_000);
        assertThat(sizes()).isEmpty();
    }

    @Test
    void aPageThatWaitsForAnHourShowsThatItLives() {
        browser.status = 503;
        browser.retryAfterSeconds = 3_600;
        track(1);
        browser.advance(2_000);
        var other = new FakeBrowser();
        other.storage = browser.storage;
        other.cookies.putAll(browser.cookies);
        other.data.put("auto", "off");
        other.start();
        for (int i = 0; i < 60; i++) {
            browser.advance(1_000);
            other.advance(1_000);
        }
        assertThat(other.batches()).isEmpty();
    }

    @Test
    void whatWaitedForItsTurnWhenThePageWentIsTheNextPagesAtOnce() {
        browser.tabs.otherTabSends = true;
        browser.beacons = false;
        track(1);
        browser.advance(1_000);
        browser.hide();
        assertThat(sizes()).isEmpty();
        assertThat(leftAt()).isEmpty();
    }

    @Test
    void whatIsUnderWayWhenThePageGoesHasItsTime() {
        browser.beacons = false;
        browser.status = null;
        track(1);
        browser.advance(1_000);
        browser.hide();
        assertThat(sizes()).containsExactly(1);
        assertThat(leftAt()).isEqualTo("2026-11-24T10:00:01.000Z");
    }

    /** The time that stands in the stored queue. */
    private String leftAt() {
        var queue = browser.storage.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("candor_queue."))
                .findFirst()
                .orElseThrow();
        return FakeBrowser.read(queue.getValue()).get(0).asText();
    }
}
