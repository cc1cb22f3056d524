package dev.candor.server.store;

import static dev.candor.server.store.StoreSamples.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.server.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits to be stored while something else is: each is answered as if it had come alone. */
class JointAppendTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path dir;

    private final CountDownLatch free = new CountDownLatch(1);

    private EventStore open() throws IOException {
        return new EventStore(
                dir.resolve("candor.db"), MEGABYTE, Duration.ofDays(30), new FakeClock("2026-11-24T10:00:00Z"));
    }

    /** Keeps the one thread that writes, until it is free. */
    private boolean held() {
        try {
            return free.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> stored(EventStore store) throws IOException {
        return store.waiting(10, MEGABYTE).stream()
                .map(kept -> kept.json().replaceAll(".*\"messageId\":\"(\\w+)\".*", "$1"))
                .toList();
    }

    @Test
    void eachIsAskedWhetherItMayAndNoIdIsStoredTwice() throws Exception {
        try (var store = open()) {
            var first = store.appendLater(List.of(event("first")), this::held);
            var then = List.of(
                    store.appendLater(List.of(event("a"), event("b")), () -> true),
                    store.appendLater(List.of(event("no")), () -> false),
                    store.appendLater(List.of(event("b"), event("c")), () -> true),
                    store.appendLater(List.of(event("first")), () -> true));
            free.countDown();
            assertThat(first.join()).isTrue();
            assertThat(then).extracting(CompletableFuture::join).containsExactly(true, false, true, true);
            assertThat(stored(store)).containsExactly("first", "a", "b", "c");
        }
    }

    @Test
    void whatDoesNotFitDoesNotKeepOutWhatDoes() throws Exception {
        var huge = new StoredEvent("huge", "{\"filler\":\"" + "x".repeat(2 * MEGABYTE) + "\"}", "[]", null);
        try (var store = open()) {
            var first = store.appendLater(List.of(event("first")), this::held);
            var small = store.appendLater(List.of(event("small")), () -> true);
            var refused = store.appendLater(List.of(huge), () -> true);
            var other = store.appendLater(List.of(event("other")), () -> true);
            free.countDown();
            assertThat(List.of(first.join(), small.join(), other.join())).containsOnly(true);
            assertThatThrownBy(refused::join).hasRootCauseInstanceOf(StoreFullException.class);
            assertThat(stored(store)).containsExactly("first", "small", "other");
        }
    }
}
