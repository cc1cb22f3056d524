package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.server.Eventually;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/** What was sent, and what of it is in the store: events named {@link #EVENT}, each with a number of its own in {@code i}. */
final class Ledger {
    static final String EVENT = "Step";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private int sent;

    /** @param folder where the server runs */
    Ledger(Path folder) {
        this.folder = folder;
    }

    /** The script that tracks so many more. */
    String track(int count) {
        int first = next(count);
        return "for (let i = %d; i < %d; i++) analytics.track('%s', {i}); 1".formatted(first, first + count, EVENT);
    }

    /** Counts so many more as sent, and says the first one's number. */
    synchronized int next(int count) {
        int first = sent;
        sent += count;
        return first;
    }

    /** How many events the browser has said it lost, over all that are stored, of whatever name. */
    int lostAsTold() throws Exception {
        return all().stream()
                .mapToInt(event -> event.at("/context/candor/lost").asInt())
                .sum();
    }

    /** The stored events, whether the server runs or not. */
    List<JsonNode> stored() throws Exception {
        return all().stream()
                .filter(event -> event.path("event").asText().equals(EVENT))
                .toList();
    }

    private List<JsonNode> all() throws Exception {
        var readOnly = new SQLiteConfig();
        readOnly.setBusyTimeout(5_000);
        var stored = new ArrayList<JsonNode>();
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.resolve("data/candor.db"), readOnly.toProperties());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT json FROM events ORDER BY id")) {
            while (rows.next()) {
                stored.add(JSON.readTree(rows.getString(1)));
            }
        }
        return stored;
    }

    /** Waits until all is there, prints the line, and refuses a loss or a double. */
    void settle(String name, Duration patience) throws Exception {
        settle(name, patience, 0);
    }

    /** @param bound how many go because there is a bound on what waits */
    void settle(String name, Duration patience, int bound) throws Exception {
        var stored =
                Eventually.see(patience, this::stored, events -> numbers(events).size() >= sent - bound);
        int distinct = numbers(stored).size();
        int lost = sent - distinct;
        int twice = stored.size() - distinct;
        System.out.printf("%s: sent %d, stored %d, lost %d, twice %d%n", name, sent, distinct, lost, twice);
        assertThat(lost).as("lost").isEqualTo(bound);
        assertThat(twice).as("twice").isZero();
    }

    private static Set<Integer> numbers(List<JsonNode> events) {
        var numbers = new HashSet<Integer>();
        events.forEach(event -> numbers.add(event.at("/properties/i").asInt()));
        return numbers;
    }
}
