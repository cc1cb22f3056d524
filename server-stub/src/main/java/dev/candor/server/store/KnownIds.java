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
    static List<StoredEvent> remember(Connection connection, List<StoredEvent> events, Instant now)
            throws SQLException {
        var fresh = new ArrayList<StoredEvent>();
        try (var insert = connection.prepareStatement("INSERT OR IGNORE INTO known (hash, at) VALUES (?, ?)")) {
            for (var event : events) {
                insert.setLong(1, Hashes.of(event.messageId()));
                insert.setLong(2, now.getEpochSecond());
                if (insert.executeUpdate() > 0) {
                    fresh.add(event);
                }
            }
        }
        return fresh;
    }

    /** As if they had never been offered. */
    static void forget(Connection connection, List<StoredEvent> events) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM known WHERE hash = ?")) {
            for (var event : events) {
                delete.setLong(1, Hashes.of(event.messageId()));
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
