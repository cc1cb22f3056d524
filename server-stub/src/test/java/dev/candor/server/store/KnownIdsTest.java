package dev.candor.server.store;

import static dev.candor.server.store.StoreSamples.event;
import static dev.candor.server.store.StoreSamples.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownIdsTest {
    private static final int MANY = 25_000;

    @TempDir
    Path dir;

    private final FakeClock clock = new FakeClock("2026-11-24T10:00:00Z");

    private EventStore open() throws IOException {
        return new EventStore(dir.resolve("candor.db"), 64 << 20, Duration.ofDays(30), clock);
    }

    /** What is known stands at each place of a statement of many rows, and in the rows that are left over. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19, 20, 39, 40, 44})
    void ofABatchThatIsKnownInPartTheRestIsStoredInItsOrder(int known) throws Exception {
        try (var store = open()) {
            store.append(List.of(event("m" + known)), () -> true);
            store.append(events(0, 45), () -> true);
            store.append(events(40, 48), () -> true);
            var expected =
                    IntStream.concat(IntStream.of(known), IntStream.range(0, 48).filter(i -> i != known));
            assertThat(store.waiting(100, 1 << 20))
                    .extracting(KeptEvent::json)
                    .containsExactlyElementsOf(
                            expected.mapToObj(i -> event("m" + i).json()).toList());
        }
    }

    @Test
    void allThatArePastTheirTimeAreForgottenHoweverManyTheyAreAndNoOther() throws Exception {
        try (var store = open()) {
            for (int i = 0; i < MANY; i += 1_000) {
                store.append(events(i, i + 1_000), () -> true);
            }
            store.tidy();
            clock.advance(Duration.ofHours(30));
            store.append(events(MANY, MANY + 50), () -> true);
            clock.advance(Duration.ofHours(17));
            store.tidy();
            assertThat(number("SELECT count(*) FROM known")).isEqualTo(MANY + 50);
            clock.advance(KnownIds.EVERY);
            store.tidy();
            assertThat(number("SELECT count(*) FROM known")).isEqualTo(50);
            store.append(events(MANY - 1, MANY + 50), () -> true);
            assertThat(store.counts().waiting()).isEqualTo(MANY + 51);
        }
    }

    @Test
    void aFileWithAnIndexByTimeIsTakenOverWithAllItKnows() throws Exception {
        try (var store = open()) {
            store.append(events(0, 3), () -> true);
            store.relayed(ids(store.waiting(1, 1 << 20)));
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("candor.db"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE INDEX known_by_time ON known (at)");
        }
        try (var store = open()) {
            assertThat(number("SELECT count(*) FROM sqlite_master WHERE name = 'known_by_time'"))
                    .isZero();
            store.append(events(0, 4), () -> true);
            assertThat(store.counts()).isEqualTo(new EventStore.Counts(3, 1, 0));
        }
    }

    private static List<StoredEvent> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> event("m" + i)).toList();
    }

    private long number(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("candor.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.getLong(1);
        }
    }
}
