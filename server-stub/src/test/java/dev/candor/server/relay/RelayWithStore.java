package dev.candor.server.relay;

import dev.candor.server.store.EventStore;
import dev.candor.server.store.StoredEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A relay that loses no time between its tries, and a store for it. */
abstract class RelayWithStore {
    @TempDir
    Path dir;

    EventStore store;
    volatile boolean allowed = true;

    @BeforeEach
    void openStore() throws Exception {
        store = new EventStore(dir.resolve("candor.db"), 1 << 24);
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    Relay start(Collector collector, BooleanSupplier mayLeave) {
        var backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(1));
        var relay = new Relay(store, collector, backoff, mayLeave);
        relay.start();
        return relay;
    }

    /** Events whose messageId is m and their number. */
    void append(int from, int to) throws Exception {
        var events = IntStream.range(from, to)
                .mapToObj(i -> new StoredEvent("m" + i, "{\"messageId\":\"m" + i + "\"}", "[]", null))
                .toList();
        store.append(events, () -> true);
    }
}
