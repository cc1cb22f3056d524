package dev.candor.server.store;

import static dev.candor.server.store.StoreSamples.event;
import static dev.candor.server.store.StoreSamples.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.Eventually;
import dev.candor.server.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much is kept, and what goes first. */
class StoreRoomTest {
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path dir;

    private final FakeClock clock = new FakeClock("2026-11-24T10:00:00Z");

    private EventStore open(long maxBytes) throws IOException {
        return new EventStore(dir.resolve("candor.db"), maxBytes, Duration.ofDays(30), clock);
    }

    @Test
    void aFullStoreRefusesRatherThanForgetsWhatItKnows() throws Exception {
        try (var store = open(MEGABYTE)) {
            int taken = 0;
            while (store.trouble() == null) {
                var batch = IntStream.range(taken, taken + 500)
                        .mapToObj(i -> event("m" + i))
                        .toList();
                try {
                    store.append(batch, () -> true);
                    taken += batch.size();
                } catch (StoreFullException full) {
                    assertThat(full).hasMessage("the store is full");
                    assertThat(full.retryAfterSeconds()).isEqualTo(60);
                }
                store.relayed(ids(store.waiting(500, MEGABYTE)));
            }
            assertThat(store.trouble()).isEqualTo("the store is full (CANDOR_STORE_MAX)");
            System.out.printf("Known ids: %d in %d bytes, %.1f each%n", taken, MEGABYTE, (double) MEGABYTE / taken);
            assertThat(MEGABYTE / taken).isBetween(15L, 50L);
            assertThat(store.append(List.of(event("m0"), event("m" + (taken - 1))), () -> true))
                    .as("known, so there is nothing to store")
                    .isTrue();
            assertThat(store.trouble()).as("a duplicate proves nothing").isNotNull();
            clock.advance(Duration.ofHours(49));
            assertThat(store.trouble()).isNull();
            assertThat(store.append(List.of(event("late")), () -> true)).isTrue();
        }
    }

    @Test
    void relayedEventsGoWhenTheirTimeIsOverAndOthersStay() throws Exception {
        try (var store = open(MEGABYTE)) {
            store.append(IntStream.range(0, 5).mapToObj(i -> event("m" + i)).toList(), () -> true);
            var ids = ids(store.waiting(10, MEGABYTE));
            clock.advance(Duration.ofDays(20));
            store.relayed(ids.subList(0, 2));
            store.refused(ids.subList(2, 3), 400);
            clock.advance(Duration.ofDays(20));
            store.relayed(ids.subList(3, 4));
            store.tidy();
            assertThat(store.counts()).as("not yet").isEqualTo(new EventStore.Counts(1, 3, 1));
            clock.advance(Duration.ofDays(11));
            store.tidy();
            assertThat(store.counts()).isEqualTo(new EventStore.Counts(1, 1, 1));
        }
    }

    @Test
    void whatWaitsForTheDiskIsBounded() throws Exception {
        try (var store = open(64 * MEGABYTE)) {
            var goOn = new CountDownLatch(1);
            var waiting = IntStream.range(0, 9)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                var batch = IntStream.range(0, 2_500)
                                        .mapToObj(j -> event("m" + i + "-" + j))
                                        .toList();
                                try {
                                    return store.append(batch, () -> isReached(goOn));
                                } catch (StoreFullException full) {
                                    assertThat(full).hasMessage("the store is busy");
                                    assertThat(full.retryAfterSeconds()).isEqualTo(1);
                                    return false;
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            task -> new Thread(task, "sender").start()))
                    .toList();
            assertThat(Eventually.see(
                            () -> waiting.stream()
                                    .filter(CompletableFuture::isDone)
                                    .count(),
                            count -> count >= 1))
                    .as("refused at once, while the disk is busy")
                    .isEqualTo(1);
            goOn.countDown();
            assertThat(waiting.stream().filter(CompletableFuture::join)).hasSize(8);
            assertThat(store.counts().waiting()).isEqualTo(20_000);
            assertThat(store.append(List.of(event("later")), () -> true)).isTrue();
        }
    }

    private static boolean isReached(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theOldestRelayedEventsMakeRoomAndThenThereIsNone() throws Exception {
        try (var store = open(MEGABYTE)) {
            var filler = "x".repeat(10_000);
            int taken = 0;
            for (; taken < 200; taken++) {
                try {
                    store.append(List.of(new StoredEvent("m" + taken, "\"" + filler + "\"", "[]", null)), () -> true);
                } catch (StoreFullException full) {
                    break;
                }
            }
            assertThat(taken).isBetween(50, 105);
            var waiting = store.waiting(20, Long.MAX_VALUE).stream()
                    .map(KeptEvent::id)
                    .toList();
            store.relayed(waiting);
            var late = new StoredEvent("late", "\"" + filler + "\"", "[]", null);
            assertThat(store.append(List.of(late), () -> true)).isTrue();
            assertThat(store.counts().waiting()).isEqualTo(taken - 20 + 1L);
            assertThat(store.counts().relayed()).isLessThan(20);
        }
    }
}
