package dev.candor.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * The events that a version took which did not count: counted once, oldest first, a few at a time, while the server takes others.
 * How far it is stands in the store, so that a restart goes on.
 */
final class Backlog {
    private static final int EVENTS_AT_ONCE = 1_000;

    /** The name of the value that holds how far it is: the last id that is counted, and the last one that is not. */
    private static final String NAME = "uncounted";

    private Backlog() {}

    /** All events that there are, are not counted. */
    static void begin(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT max(id) FROM events")) {
            save(connection, new Span(0, rows.getLong(1)));
        }
    }

    /** Counts some. Whether there may be more. */
    static boolean count(Connection connection, DailyCounts counts, Instant now) throws SQLException {
        var span = span(connection);
        if (span.isEmpty()) {
            return false;
        }
        long after = span.last;
        try (var select = connection.prepareStatement(
                "SELECT id, json FROM events WHERE id > ? AND id <= ? ORDER BY id LIMIT " + EVENTS_AT_ONCE)) {
            select.setLong(1, span.after);
            select.setLong(2, span.last);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    after = rows.getLong(1);
                    counts.add(Counted.of(rows.getString(2)), now);
                }
            }
        }
        save(connection, new Span(after, span.last));
        return after < span.last;
    }

    private static void save(Connection connection, Span span) throws SQLException {
        InstanceTable.set(connection, Map.of(NAME, span.after + " " + span.last));
    }

    /** The events that are not counted. */
    static Span span(Connection connection) throws SQLException {
        return InstanceTable.value(connection, NAME).map(Span::parse).orElse(new Span(0, 0));
    }

    /** Those after the one id, up to the other. */
    record Span(long after, long last) {
        static Span parse(String text) {
            int gap = text.indexOf(' ');
            return new Span(Long.parseLong(text.substring(0, gap)), Long.parseLong(text.substring(gap + 1)));
        }

        boolean isEmpty() {
            return after >= last;
        }

        boolean has(long id) {
            return id > after && id <= last;
        }
    }
}
