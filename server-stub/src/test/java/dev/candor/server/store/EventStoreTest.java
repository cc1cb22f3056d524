package dev.candor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.candor.server.Eventually;
import dev.candor.server.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStoreTest {
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path dir;

    private final FakeClock clock = new FakeClock("2026-11-24T10:00:00Z");

    private EventStore open(long maxBytes) throws IOException {
        return new EventStore(dir.resolve("candor.db"), maxBytes, Duration.ofDays(30), clock);
    }

    private static List<Long> ids(List<KeptEvent> events) {
        return events.stream().map(KeptEvent::id).toList();
    }

    private static StoredEvent event(String id) {
        return new StoredEvent(id, "{\"event\":\"CLICK\",\"messageId\":\"" + id + "\"}", "[]", "visitor-of-" + id);
    }

    @Test
    void whatWasTakenIsThereAfterARestart() throws Exception {
        try (var store = open(MEGABYTE)) {
            assertThat(store.append(List.of(event("a"), event("b")), () -> true))
                    .isTrue();
        }
        try (var store = open(MEGABYTE)) {
            assertThat(store.latest(10))
                    .extracting(KeptEvent::json)
                    .containsExactly(event("b").json(), event("a").json());
            assertThat(store.waiting(10, MEGABYTE)).extracting(KeptEvent::id).isSorted();
        }
    }

    @Test
    void aMessageIsStoredOnce() throws Exception {
        try (var store = open(MEGABYTE)) {
            store.append(List.of(event("a"), event("a"), event("b")), () -> true);
            store.append(List.of(event("a")), () -> true);
            assertThat(store.counts().waiting()).isEqualTo(2);
        }
        try (var store = open(MEGABYTE)) {
            store.append(List.of(event("b")), () -> true);
            assertThat(store.counts().waiting()).isEqualTo(2);
        }
    }

    @Test
    void aMessageThatComesAgainWithinTwoDaysIsKnownWhateverBecameOfIt() throws Exception {
        try (var store = open(MEGABYTE)) {
            store.append(List.of(event("a"), event("b")), () -> true);
            store.relayed(ids(store.waiting(10, MEGABYTE)));
            store.forget("visitor-of-b");
        }
        clock.advance(Duration.ofHours(47));
        try (var store = open(MEGABYTE)) {
            store.tidy();
            assertThat(store.append(List.of(event("a"), event("b")), () -> true))
                    .isTrue();
            assertThat(store.counts()).isEqualTo(new EventStore.Counts(0, 1, 0));
            clock.advance(Duration.ofHours(2));
            store.tidy();
            store.append(List.of(event("a")), () -> true);
            assertThat(store.counts().waiting()).isEqualTo(1);
        }
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
    void whatWasRefusedIsShownWithItsStatusAndWaitsAgainInItsOldPlace() throws Exception {
        try (var store = open(MEGABYTE)) {
            store.append(IntStream.range(0, 4).mapToObj(i -> event("m" + i)).toList(), () -> true);
            var ids = ids(store.waiting(10, MEGABYTE));
            store.refused(ids.subList(1, 2), 400);
            store.refused(ids.subList(2, 3), 413);
            assertThat(store.setAside(10))
                    .extracting(one -> one.event().json(), EventStore.SetAside::status)
                    .containsExactly(
                            tuple(event("m2").json(), 413), tuple(event("m1").json(), 400));
            assertThat(store.sendAgain()).isEqualTo(2);
            assertThat(ids(store.waiting(10, MEGABYTE))).isEqualTo(ids);
            assertThat(store.setAside(10)).isEmpty();
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
    void aFileOfTheFirstVersionIsTakenOver() throws Exception {
        var address = "jdbc:sqlite:" + dir.resolve("candor.db");
        try (var connection = DriverManager.getConnection(address);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL,"
                    + " withheld TEXT NOT NULL, visitor TEXT, state INTEGER NOT NULL DEFAULT 0)");
            statement.execute("CREATE INDEX events_by_state ON events (state, id)");
            statement.execute("CREATE TABLE seen (hash INTEGER PRIMARY KEY, event INTEGER NOT NULL)");
            statement.execute("INSERT INTO events (json, withheld, state) VALUES ('{\"messageId\":\"a\"}', '[]', 1)");
            statement.execute("INSERT INTO events (json, withheld, state) VALUES ('{\"messageId\":\"b\"}', '[]', 0)");
            statement.execute("INSERT INTO seen VALUES (" + Hashes.of("a") + ", 1), (" + Hashes.of("b") + ", 2)");
        }
        try (var store = open(MEGABYTE)) {
            store.append(List.of(event("a"), event("b"), event("c")), () -> true);
            assertThat(store.counts()).isEqualTo(new EventStore.Counts(2, 1, 0));
        }
    }

    @Test
    void whatIsNotAllowedAtTheMomentOfStoringIsNotStored() throws Exception {
        try (var store = open(MEGABYTE)) {
            assertThat(store.append(List.of(event("a")), () -> false)).isFalse();
            assertThat(store.latest(10)).isEmpty();
        }
    }

    @Test
    void aBatchIsAsLargeAsTheRelayMaySend() throws Exception {
        try (var store = open(MEGABYTE)) {
            store.append(IntStream.range(0, 10).mapToObj(i -> event("m" + i)).toList(), () -> true);
            int one = event("m0").json().length() + 1;
            assertThat(store.waiting(4, MEGABYTE)).hasSize(4);
            assertThat(store.waiting(100, 3L * one)).hasSize(3);
            assertThat(store.waiting(100, 1)).hasSize(1);
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

    @Test
    void erasingLeavesNoIdInAnyFile() throws Exception {
        try (var store = open(16 * MEGABYTE)) {
            for (int i = 0; i < 200; i++) {
                store.append(List.of(event("message-" + i)), () -> true, Map.of("instanceId", "the-instance-" + i));
            }
            store.erase();
            assertThat(store.latest(10)).isEmpty();
            assertThat(store.value("instanceId")).isEmpty();
            try (var files = Files.list(dir)) {
                for (var file : files.toList()) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain("message-", "visitor-of", "the-instance");
                }
            }
            assertThat(store.append(List.of(event("message-1")), () -> true)).isTrue();
            assertThat(store.counts().waiting()).isEqualTo(1);
        }
    }

    @Test
    void onlyTheOwnerReadsTheFiles() throws Exception {
        try (var store = open(MEGABYTE)) {
            store.append(List.of(event("a")), () -> true);
            try (var files = Files.list(dir)) {
                assertThat(files)
                        .hasSize(3)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void aClosedStoreSaysSo() throws Exception {
        var store = open(MEGABYTE);
        store.close();
        assertThatThrownBy(() -> store.latest(1)).isInstanceOf(IOException.class);
    }

    @Test
    void manyWritersAreAllCommitted() throws Exception {
        try (var store = open(16 * MEGABYTE)) {
            IntStream.range(0, 200).parallel().forEach(i -> {
                try {
                    store.append(List.of(event("m" + i)), () -> true);
                } catch (IOException | StoreFullException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(store.counts().waiting()).isEqualTo(200);
        }
    }
}
