package dev.candor.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which messageIds were taken, for {@link #KEPT}: what comes again within that time is not stored again, whatever became of it. */
final class KnownIds {
    static final Duration KEPT = Duration.ofDays(2);

    private KnownIds() {}

    /** The events whose ids were not known, each once; they are from now on. */
    static List<StoredEvent> remember(Connection connection, Prepared prepared, List<StoredEvent> events, Instant now)
            throws SQLException {
        return prepared.use(connection, "INSERT OR IGNORE INTO known (hash, at) VALUES (?, ?)", insert -> {
            for (var event : events) {
                insert.setLong(1, MessageKeys.of(event.messageId()));
                insert.setLong(2, now.getEpochSecond());
                insert.addBatch();
            }
            var added = insert.executeBatch();
            var fresh = new ArrayList<StoredEvent>(events.size());
            for (int i = 0; i < added.length; i++) {
                if (added[i] > 0) {
                    fresh.add(events.get(i));
                }
            }
            return fresh;
        });
    }

    /** As if they had never been offered. */
    static void forget(Connection connection, List<StoredEvent> events) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM known WHERE hash = ?")) {
            for (var event : events) {
                delete.setLong(1, MessageKeys.of(event.messageId()));
                delete.executeUpdate();
            }
        }
    }

    /** Forgets the oldest of those that are older than need be; returns how many. */
    static int trim(Connection connection, Instant now, int most) throws SQLException {
        try (var delete = connection.prepareStatement(
                "DELETE FROM known WHERE hash IN (SELECT hash FROM known WHERE at < ? ORDER BY at LIMIT ?)")) {
            delete.setLong(1, now.minus(KEPT).getEpochSecond());
            delete.setInt(2, most);
            return delete.executeUpdate();
        }
    }
}
