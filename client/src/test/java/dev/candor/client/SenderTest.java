package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.candor.client.queue.EventQueue;
import dev.candor.client.transport.Sender;
import org.junit.jupiter.api.Test;

/** The sender alone: what it takes, and what it leaves undone while nothing waits. */
class SenderTest {
    private final FakeBrowser browser = new FakeBrowser();
    private final EventQueue queue = new EventQueue(browser.browser());
    private final Sender sender = new Sender(
            browser.browser(), queue, new Sender.Target(() -> "https://example.org/v1/batch", "my-key"), () -> true);

    private static String event(int length) {
        return "{\"event\":\"" + "x".repeat(length - 12) + "\"}";
    }

    @Test
    void anEventThatNoServerWouldTakeIsNotKept() {
        assertThat(event(100)).hasSize(100);
        sender.add(event(32_001));
        assertThat(queue.size()).isZero();
        sender.add(event(32_000));
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void whereNothingWaitsNothingIsPlannedAndNobodysTurnTaken() {
        sender.start();
        sender.wake();
        assertThat(browser.isIdle()).isTrue();
        assertThat(browser.tabs.turnsDone).isZero();
    }

    @Test
    void whoHasSentAnEventLooksForWhatOtherPagesLeft() {
        sender.add(event(100));
        browser.storage.put("candor_queue.left", "[\"2026-11-24T09:00:00.000Z\",{\"messageId\":\"a\"}]");
        browser.advance(7_000);
        assertThat(browser.batches()).extracting(JsonNode::size).containsExactly(1, 1);
        assertThat(browser.storage).isEmpty();
    }

    @Test
    void aBatchThatIsTooLargeGoesInHalvesAtOnce() {
        browser.status = null;
        sender.add(event(100));
        sender.add(event(100));
        browser.advance(3_000);
        assertThat(browser.batches()).extracting(JsonNode::size).containsExactly(2);
        browser.requests.get(0).answer().arrived(413, 0);
        assertThat(browser.batches()).extracting(JsonNode::size).containsExactly(2, 1);
    }
}
