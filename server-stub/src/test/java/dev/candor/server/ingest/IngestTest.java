package dev.candor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.candor.server.FakeClock;
import dev.candor.server.store.EventStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether events are stored, and who is told. */
class IngestTest {
    private static final Sender BROWSER = new Sender(Sender.Kind.BROWSER, Networks.NONE);

    @TempDir
    Path dir;

    private final AtomicInteger woken = new AtomicInteger();
    private EventStore store;
    private Ingest ingest;

    @BeforeEach
    void start() throws Exception {
        store = new EventStore(dir.resolve("candor.db"), 1 << 24);
        ingest = new Ingest(Makers.instance(dir), store, new FakeClock("2026-11-24T10:00:00Z"), woken::incrementAndGet);
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
    }

    private static Body body() {
        var event = JsonNodeFactory.instance.objectNode().put("type", "track").put("event", "A");
        return new Body(List.of(event), null);
    }

    @Test
    void whatIsTakenIsStoredAndWakesTheRelay() throws Exception {
        assertThat(ingest.take(body(), BROWSER, () -> true)).isTrue();
        assertThat(store.latest(9)).hasSize(1);
        assertThat(store.latest(9).get(0).json()).contains("\"receivedAt\":\"2026-11-24T10:00:00.000Z\"");
        assertThat(woken).hasValue(1);
    }

    @Test
    void whatMayNotBeTakenIsNotLookedAt() throws Exception {
        var asked = new AtomicInteger();
        assertThat(ingest.take(body(), BROWSER, () -> asked.incrementAndGet() > 1))
                .isFalse();
        assertThat(asked).hasValue(1);
        assertThat(store.latest(9)).isEmpty();
        assertThat(woken).hasValue(0);
    }

    @Test
    void aNoWhileItIsStoredCounts() throws Exception {
        var asked = new AtomicInteger();
        assertThat(ingest.take(body(), BROWSER, () -> asked.incrementAndGet() == 1))
                .isFalse();
        assertThat(asked).hasValue(2);
        assertThat(store.latest(9)).isEmpty();
        assertThat(woken).hasValue(0);
    }
}
