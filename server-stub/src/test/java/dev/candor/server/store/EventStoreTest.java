package dev.candor.server.store;

import static dev.candor.server.store.StoreSamples.event;
import static dev.candor.server.store.StoreSamples.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
            clock.advance(KnownIds.EVERY);
            store.tidy();
            store.append(List.of(event("a")), () -> true);
            assertThat(store.counts().waiting()).isEqualTo(1);
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
