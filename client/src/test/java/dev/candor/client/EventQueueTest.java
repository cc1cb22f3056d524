package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.client.browser.Storage;
import dev.candor.client.queue.EventQueue;
import org.junit.jupiter.api.Test;

/** The queue alone, where one event, one character or one second more makes the difference. */
class EventQueueTest {
    private final FakeBrowser browser = new FakeBrowser();
    private final EventQueue queue = new EventQueue(browser.browser());

    private void enqueue(int times, String json) {
        for (int i = 0; i < times; i++) {
            queue.enqueue(json);
        }
    }

    @Test
    void fiveHundredEventsWaitAndOfMoreTheOldestGo() {
        enqueue(500, "1");
        assertThat(queue.lost()).isZero();
        queue.enqueue("2");
        assertThat(queue.size()).isEqualTo(500);
        assertThat(queue.lost()).isEqualTo(1);
    }

    @Test
    void aQuarterOfAMillionCharactersWaitAndOfMoreTheOldestGo() {
        enqueue(4, "1".repeat(65_536));
        assertThat(queue.lost()).isZero();
        queue.enqueue("2");
        assertThat(queue.size()).isEqualTo(4);
        assertThat(queue.lost()).isEqualTo(1);
    }

    @Test
    void aBatchIsShorterThanItsLimitCommasIncluded() {
        queue.enqueue("11");
        queue.enqueue("22");
        queue.enqueue("33");
        assertThat(queue.batch(20, 5)).isEqualTo("[11]");
        assertThat(queue.batch(20, 6)).isEqualTo("[11,22]");
        assertThat(queue.batch(20, 8)).isEqualTo("[11,22]");
        assertThat(queue.batch(20, 9)).isEqualTo("[11,22,33]");
        assertThat(queue.batch(2, 9)).isEqualTo("[11,22]");
    }

    @Test
    void anEventThatIsLongerThanABatchGoesAlone() {
        queue.enqueue("12345");
        queue.enqueue("6");
        assertThat(queue.batch(20, 3)).isEqualTo("[12345]");
    }

    @Test
    void whatCouldNotBeStoredStaysOnItsWay() {
        browser.storageFull = true;
        queue.enqueue("1");
        browser.scripting.settle();
        queue.batch(20, 9);
        queue.give();
        assertThat(queue.renew()).isFalse();
    }

    @Test
    void whatAPageLeftIsAnothersAfterTwentySeconds() {
        browser.storage.put("candor_queue.left", "[\"2026-11-24T10:00:00.000Z\",{\"messageId\":\"a\"}]");
        browser.advance(19_999);
        assertThat(queue.beat()).isTrue();
        assertThat(queue.size()).isZero();
        browser.advance(1);
        assertThat(queue.beat()).isTrue();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void whatAnotherPageTookOverIsGoneThoughNewerEventsWereDroppedSince() {
        queue.enqueue("1");
        browser.scripting.settle();
        queue.batch(20, 9);
        queue.give();
        enqueue(500, "2");
        assertThat(queue.all().length()).isEqualTo(500);
        browser.storage.put(Storage.ID, "a");
        browser.storage.keySet().removeIf(key -> !key.equals(Storage.ID));
        assertThat(queue.renew()).isTrue();
        assertThat(queue.all().length()).isEqualTo(499);
    }
}
