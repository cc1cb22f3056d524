package dev.candor.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DailyCountsTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-24");

    @TempDir
    Path dir;

    private final FakeClock clock = new FakeClock("2026-11-24T10:00:00Z");
    private int ids;

    private EventStore open() throws IOException {
        return new EventStore(dir.resolve("candor.db"), 1 << 24, Duration.ofDays(30), clock);
    }

    private StoredEvent click(String visitor) {
        return event("CLICK", DAY, "\"userId\":null", visitor);
    }

    private StoredEvent keepAlive(String instance, LocalDate day, String version) {
        var fields = "\"context\":{\"library\":{\"version\":\"%s\"}},\"properties\":{\"instanceId\":\"%s\"}"
                .formatted(version, instance);
        return event("Instance Active", day, fields, null);
    }

    private StoredEvent event(String name, LocalDate day, String fields, @Nullable String visitor) {
        var json = "{\"event\":\"%s\",\"receivedAt\":\"%sT09:00:00.000Z\",%s}".formatted(name, day, fields);
        return new StoredEvent("m" + ids++, json, "[]", visitor);
    }

    private static void take(EventStore store, StoredEvent... events) throws Exception {
        assertThat(store.append(List.of(events), () -> true)).isTrue();
    }

    private static List<String> numbers(EventStore store) throws IOException {
        return store.statistics(30).counts().stream()
                .map(one -> one.day() + " " + one.kind() + " " + one.name() + " " + one.count())
                .toList();
    }

    @Test
    void eventsAreCountedOnceByNameAndTheDayOnWhichTheyWereTaken() throws Exception {
        try (var store = open()) {
            var twice = click("v");
            take(store, click("v"), twice, event("SAVED", DAY.minusDays(1), "\"userId\":null", null));
            take(store, twice);
            take(store, event("SAVED", DAY.plusDays(400), "\"userId\":null", null));
            assertThat(numbers(store))
                    .containsExactly(
                            "2026-11-23 event SAVED 1", "2026-11-24 event CLICK 2", "2026-11-24 event SAVED 1");
        }
        try (var store = open()) {
            take(store, click("v"));
            assertThat(numbers(store)).contains("2026-11-24 event CLICK 3");
        }
    }

    @Test
    void anInstanceIsActiveOnceADayAndNewOnce() throws Exception {
        try (var store = open()) {
            take(store, keepAlive("a", DAY, "1.0"), keepAlive("a", DAY, "1.0"), keepAlive("b", DAY, "1.1"));
            take(store, keepAlive("a", DAY, "1.0"));
            clock.advance(Duration.ofDays(1));
            take(store, keepAlive("a", DAY.plusDays(1), "1.1"));
            assertThat(numbers(store))
                    .filteredOn(line -> !line.contains("event"))
                    .containsExactly(
                            "2026-11-24 active 1.0 1",
                            "2026-11-24 active 1.1 1",
                            "2026-11-24 new  2",
                            "2026-11-25 active 1.1 1");
        }
    }

    @Test
    void whatArrivesLateCountsOnItsOwnDay() throws Exception {
        try (var store = open()) {
            take(store, keepAlive("a", DAY, "1"));
            take(store, keepAlive("a", DAY.minusDays(2), "1"), keepAlive("a", DAY.minusDays(2), "1"));
            assertThat(numbers(store))
                    .filteredOn(line -> !line.contains("event"))
                    .containsExactly("2026-11-22 active 1 1", "2026-11-22 new  1", "2026-11-24 active 1 1");
        }
    }

    @Test
    void anInstanceIsGoneOnTheFirstWholeDayWithoutAKeepAlive() throws Exception {
        try (var store = open()) {
            take(store, keepAlive("a", DAY, "1"), keepAlive("b", DAY, "1"));
            clock.advance(Duration.ofDays(1));
            assertThat(store.statistics(30).gone()).as("the day is not over").isEmpty();
            clock.advance(Duration.ofDays(1));
            take(store, keepAlive("b", DAY.plusDays(2), "1"));
            assertThat(store.statistics(30).gone()).isEqualTo(Map.of(DAY.plusDays(1), 1L));
            assertThat(store.statistics(2).gone()).isEqualTo(Map.of(DAY.plusDays(1), 1L));
            take(store, keepAlive("a", DAY.plusDays(2), "1"));
            assertThat(store.statistics(30).gone()).as("it is back").isEmpty();
        }
    }

    @Test
    void anInstanceSharesWhenItsServerSendsMoreThanKeepAlives() throws Exception {
        try (var store = open()) {
            take(store, keepAlive("a", DAY, "1"), keepAlive("b", DAY, "1"));
            take(store, event("SAVED", DAY, "\"userId\":\"a\"", null), event("SAVED", DAY, "\"userId\":\"a\"", null));
            assertThat(store.statistics(1).byDay("sharing")).isEqualTo(Map.of(DAY, 1L));
            assertThat(store.statistics(1).byName("event").keySet()).containsExactly("Instance Active", "SAVED");
        }
    }

    @Test
    void aWithdrawalTakesTheVisitorOutOfTheNumbers() throws Exception {
        try (var store = open()) {
            take(store, click("v"), click("v"), click("w"));
            take(store, event("ONLY_V", DAY, "\"userId\":null", "v"));
            store.forget("v");
            assertThat(numbers(store)).containsExactly("2026-11-24 event CLICK 1");
        }
        var bytes = new String(Files.readAllBytes(dir.resolve("candor.db")), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("ONLY_V");
    }

    @Test
    void offEmptiesTheNumbers() throws Exception {
        try (var store = open()) {
            take(store, click("v"), keepAlive("a", DAY, "1"));
            store.erase();
            assertThat(numbers(store)).isEmpty();
            take(store, keepAlive("a", DAY, "1"));
            assertThat(store.statistics(1).byDay("active")).as("seen anew").isEqualTo(Map.of(DAY, 1L));
        }
        var bytes = new String(Files.readAllBytes(dir.resolve("candor.db")), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("CLICK");
    }

    @Test
    void whereOnlyTheKeepAliveMayStayItsNumbersDo() throws Exception {
        try (var store = open()) {
            take(store, click("v"), keepAlive("a", DAY, "1"), event("SAVED", DAY, "\"userId\":\"a\"", null));
            store.eraseAllBut("Instance Active");
            assertThat(numbers(store))
                    .containsExactly(
                            "2026-11-24 active 1 1", "2026-11-24 event Instance Active 1", "2026-11-24 new  1");
        }
    }

    @Test
    void namesThatNeverEndAreCountedTogether() throws Exception {
        try (var store = open()) {
            var events = IntStream.range(0, 150)
                    .mapToObj(i -> event("E" + i, DAY, "\"userId\":null", "v"))
                    .toArray(StoredEvent[]::new);
            take(store, events);
            assertThat(numbers(store)).hasSize(101).contains("2026-11-24 event (other) 50");
            store.forget("v");
            assertThat(store.statistics(1).byDay("event")).isEmpty();
        }
    }

    @Test
    void numbersEndAfterThirteenMonthsAndASilentInstanceIsForgotten() throws Exception {
        try (var store = open()) {
            take(store, keepAlive("a", DAY, "1"));
            clock.advance(Duration.ofDays(101));
            store.tidy();
            assertThat(store.statistics(200).lastSeen()).isEmpty();
            assertThat(store.statistics(200).byDay("new")).isEqualTo(Map.of(DAY, 1L));
            clock.advance(Duration.ofDays(300));
            store.tidy();
            assertThat(store.statistics(1_000).counts()).isEmpty();
        }
    }

    @Test
    void anEarlierVersionsEventsAreCountedOnceWhileOthersAreTaken() throws Exception {
        var old = new ArrayList<StoredEvent>();
        for (int i = 0; i < 1_500; i++) {
            old.add(keepAlive("i" + i % 40, DAY.minusDays(i % 7), "1"));
            old.add(event("SAVED", DAY.minusDays(i % 5), "\"userId\":\"i" + i % 9 + "\"", "v" + i % 2));
        }
        List<String> expected;
        try (var store = open()) {
            take(store, old.toArray(StoredEvent[]::new));
            take(store, keepAlive("i1", DAY, "2"), keepAlive("late", DAY, "2"));
            store.forget("v1");
            expected = numbers(store);
            store.erase();
            take(store, old.toArray(StoredEvent[]::new));
        }
        asByAnEarlierVersion();
        try (var store = open()) {
            assertThat(numbers(store)).isEmpty();
            take(store, keepAlive("i1", DAY, "2"), keepAlive("late", DAY, "2"));
            assertThat(store.tidy()).as("there is more").isTrue();
            store.forget("v1");
        }
        try (var store = open()) {
            while (store.tidy()) {
                // A little at a time.
            }
            // Which version an instance had on the day of its upgrade depends on which keep-alive was counted first.
            assertThat(withoutVersions(numbers(store))).isEqualTo(withoutVersions(expected));
            assertThat(store.tidy()).isFalse();
            assertThat(withoutVersions(numbers(store))).isEqualTo(withoutVersions(expected));
        }
    }

    private static List<String> withoutVersions(List<String> numbers) {
        return numbers.stream().filter(line -> !line.contains("active")).toList();
    }

    private void asByAnEarlierVersion() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("candor.db"));
                var statement = connection.createStatement()) {
            for (var table : List.of("daily", "instances_seen")) {
                statement.execute("DROP TABLE " + table);
            }
            statement.execute("DELETE FROM instance");
            statement.execute("PRAGMA user_version = 1");
        }
    }
}
