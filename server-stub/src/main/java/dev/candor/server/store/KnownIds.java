package dev.candor.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which messageIds were taken, for {@link #KEPT} or some hours more: what comes again within that time is not stored again, whatever
 * became of it. An index by time would cost as much for each event as the table itself; so those past their time are found by going
 * through all, now and then and a stretch at a time. On the writer's thread alone.
 */
final class KnownIds {
    static final Duration KEPT = Duration.ofDays(2);
    /** How long after one way through all ids the next begins. */
    static final Duration EVERY = Duration.ofHours(3);

    private static final int STRETCH = 10_000;

    private static final String INSERT = "INSERT OR FAIL INTO known (hash, at) VALUES (?2, ?1)";
    private static final int ROWS = 20;
    private static final String INSERT_ROWS = INSERT
            + IntStream.range(3, ROWS + 2).mapToObj(i -> ", (?" + i + ", ?1)").reduce("", String::concat);
    private static final String INSERT_NEW = "INSERT OR IGNORE INTO known (at, hash) VALUES (?, ?)";

    private long from = Long.MIN_VALUE;
    private Instant next = Instant.MIN;

    /** The events whose ids were not known, each once; they are from now on. */
    List<StoredEvent> remember(Connection connection, Prepared prepared, List<StoredEvent> events, Instant now)
            throws SQLException {
        int some = 0;
        while (some < events.size()) {
            int rows = events.size() - some >= ROWS ? ROWS : 1;
            int added = insert(connection, prepared, events.subList(some, some + rows), now);
            some += added;
            if (added < rows) {
                return withoutKnown(connection, prepared, events, some, now);
            }
        }
        return events;
    }

    /** Many rows a statement, which ends at the first that is known; returns how many went before. */
    private static int insert(Connection connection, Prepared prepared, List<StoredEvent> events, Instant now)
            throws SQLException {
        return prepared.use(connection, events.size() == 1 ? INSERT : INSERT_ROWS, insert -> {
            insert.setLong(1, now.getEpochSecond());
            int parameter = 1;
            for (var event : events) {
                insert.setLong(++parameter, event.key());
            }
            insert.addBatch();
            try {
                insert.executeBatch();
                return events.size();
            } catch (SQLException e) {
                if (!StoreHealth.isConstraint(e)) {
                    throw e;
                }
                return (int) Pragmas.changes(connection);
            }
        });
    }

    /** So many of the first were not known; of the rest one after the other may be. */
    private static List<StoredEvent> withoutKnown(
            Connection connection, Prepared prepared, List<StoredEvent> events, int first, Instant now)
            throws SQLException {
        return prepared.use(connection, INSERT_NEW, insert -> {
            var rest = events.subList(first, events.size());
            for (var event : rest) {
                insert.setLong(1, now.getEpochSecond());
                insert.setLong(2, event.key());
                insert.addBatch();
            }
            var added = insert.executeBatch();
            var fresh = new ArrayList<>(events.subList(0, first));
            for (int i = 0; i < added.length; i++) {
                if (added[i] > 0) {
                    fresh.add(rest.get(i));
                }
            }
            return fresh;
        });
    }

    /** As if they had never been offered. */
    static void forget(Connection connection, List<StoredEvent> events) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM known WHERE hash = ?")) {
            for (var event : events) {
                delete.setLong(1, event.key());
                delete.executeUpdate();
            }
        }
    }

    /**
     * Goes through a stretch of the ids and forgets those that are older than need be. False where it was through with all and the
     * next time has not come.
     */
    boolean trim(Connection connection, Instant now) throws SQLException {
        if (from == Long.MIN_VALUE && now.isBefore(next)) {
            return false;
        }
        var last = last(connection);
        try (var delete = connection.prepareStatement("DELETE FROM known WHERE hash >= ? AND hash <= ? AND at < ?")) {
            delete.setLong(1, from);
            delete.setLong(2, last);
            delete.setLong(3, now.minus(KEPT).getEpochSecond());
            delete.executeUpdate();
        }
        from = last + 1;
        if (from == Long.MIN_VALUE) {
            next = now.plus(EVERY);
        }
        return true;
    }

    /** The last id of the stretch that comes. */
    private long last(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT hash FROM known WHERE hash >= ? ORDER BY hash LIMIT 1 OFFSET " + (STRETCH - 1))) {
            select.setLong(1, from);
            try (var rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : Long.MAX_VALUE;
            }
        }
    }
}
