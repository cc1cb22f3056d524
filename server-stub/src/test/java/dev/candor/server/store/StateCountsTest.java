package dev.candor.server.store;

import static dev.candor.server.store.StoreSamples.event;
import static dev.candor.server.store.StoreSamples.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.server.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept in step is what a count of the file's rows gives. */
class StateCountsTest {
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path dir;

    private final FakeClock clock = new FakeClock("2026-11-24T10:00:00Z");
    private EventStore store;

    @BeforeEach
    void openAndCount() throws Exception {
        store = new EventStore(dir.resolve("candor.db"), MEGABYTE, Duration.ofDays(30), clock);
        append(8);
        assertThat(store.counts()).isEqualTo(new EventStore.Counts(8, 0, 0));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void whatTheRelaySays() throws Exception {
        var ids = ids(store.waiting(10, MEGABYTE));
        store.relayed(ids.subList(0, 3));
        store.refused(ids.subList(3, 5), 400);
        assertCounts(3, 3, 2);
        // Said again, or of what is settled otherwise.
        store.relayed(ids.subList(0, 4));
        store.refused(ids.subList(0, 1), 400);
        assertCounts(3, 3, 2);
        store.sendAgain();
        assertCounts(5, 3, 0);
    }

    @Test
    void whatIsDeleted() throws Exception {
        var ids = ids(store.waiting(10, MEGABYTE));
        store.relayed(ids.subList(0, 3));
        store.refused(ids.subList(3, 5), 400);
        store.forget("visitor-of-m0");
        store.forget("visitor-of-m4");
        store.forget("visitor-of-m7");
        assertCounts(2, 2, 1);
        clock.advance(Duration.ofDays(31));
        store.tidy();
        assertCounts(2, 0, 1);
        store.eraseAllBut("other");
        assertCounts(0, 0, 0);
        append(9);
        store.erase();
        assertCounts(0, 0, 0);
        append(1);
        assertCounts(1, 0, 0);
    }

    @Test
    void whatMakesRoomForOthers() throws Exception {
        store.relayed(ids(store.waiting(10, MEGABYTE)));
        var large = "x".repeat(16 * 1024);
        for (int i = 0; i < 100; i++) {
            store.append(List.of(new StoredEvent("large" + i, large, "[]", null)), () -> true);
            store.relayed(ids(store.waiting(10, MEGABYTE)));
        }
        var counts = store.counts();
        assertThat(counts.relayed()).isBetween(1L, 99L);
        assertCounts(0, counts.relayed(), 0);
    }

    @Test
    void whatWasNotCommitted() throws Exception {
        var noValue = new HashMap<String, String>();
        noValue.put("name", null);
        assertThatThrownBy(() -> store.append(List.of(event("late")), () -> true, noValue))
                .isInstanceOf(IOException.class);
        assertCounts(8, 0, 0);
    }

    private void append(int events) throws Exception {
        store.append(IntStream.range(0, events).mapToObj(i -> event("m" + i)).toList(), () -> true);
    }

    private void assertCounts(long waiting, long relayed, long refused) throws IOException, SQLException {
        assertThat(store.counts()).isEqualTo(new EventStore.Counts(waiting, relayed, refused));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("candor.db"))) {
            assertThat(EventTable.counts(connection)).containsExactly(waiting, relayed, refused);
        }
    }
}
