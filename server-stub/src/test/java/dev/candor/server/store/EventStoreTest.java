package dev.candor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStoreTest {
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path dir;

    private EventStore open(long maxBytes) throws IOException {
        return new EventStore(dir.resolve("candor.db"), maxBytes);
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
