package dev.candor.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements about events; those that change how many there are of a state keep {@link StateCounts} in step. */
final class EventTable {
    static final int WAITING = 0;
    static final int RELAYED = 1;
    static final int REFUSED = 2;

    private static final String EVENT = "SELECT id, json, withheld, state, visitor, refusal FROM events ";

    private static final String INSERT = "INSERT INTO events (json, withheld, visitor) VALUES (?, ?, ?)";
    private static final int ROWS = 10;

    private final StateCounts states;

    EventTable(StateCounts states) {
        this.states = states;
    }

    /** Many rows a statement, as each statement also writes the table's last id. */
    void insert(Connection connection, Prepared prepared, List<StoredEvent> events) throws SQLException {
        for (int from = 0; from < events.size(); ) {
            int rows = events.size() - from >= ROWS ? ROWS : 1;
            insertRows(connection, prepared, events.subList(from, from + rows));
            from += rows;
        }
        states.add(WAITING, events.size());
    }

    private static void insertRows(Connection connection, Prepared prepared, List<StoredEvent> events)
            throws SQLException {
        prepared.use(connection, events.size() == 1 ? INSERT : INSERT + ", (?, ?, ?)".repeat(ROWS - 1), insert -> {
            int parameter = 0;
            for (var event : events) {
                insert.setString(++parameter, event.json());
                insert.setString(++parameter, event.withheld());
                insert.setString(++parameter, event.visitor());
            }
            // As a batch of one: after it nothing counts as being in progress, which VACUUM and commits would stumble
            // over.
            insert.addBatch();
            return insert.executeBatch();
        });
    }

    static List<KeptEvent> waiting(Connection connection, int most) throws SQLException {
        var sql = EVENT + "WHERE state = 0 AND settled IS NULL ORDER BY id LIMIT ?";
        return select(connection, sql, most, EventTable::kept);
    }

    static List<KeptEvent> latest(Connection connection, int most) throws SQLException {
        return select(connection, EVENT + "ORDER BY id DESC LIMIT ?", most, EventTable::kept);
    }

    static List<EventStore.SetAside> setAside(Connection connection, int most) throws SQLException {
        var sql = EVENT + "WHERE state = 2 ORDER BY settled DESC, id DESC LIMIT ?";
        return select(connection, sql, most, row -> new EventStore.SetAside(kept(row), row.getInt(6)));
    }

    static long[] counts(Connection connection) throws SQLException {
        var counts = new long[EventStore.STATES.size()];
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT state, count(*) FROM events GROUP BY state")) {
            while (rows.next()) {
                counts[rows.getInt(1)] = rows.getLong(2);
            }
        }
        return counts;
    }

    /** Of those that wait; returns how many did. */
    int settle(Connection connection, Collection<Long> ids, int state, Instant now, @Nullable Integer refusal)
            throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE events SET state = ?, settled = ?, refusal = ? WHERE id = ? AND state = 0")) {
            int settled = 0;
            for (long id : ids) {
                update.setInt(1, state);
                update.setLong(2, now.getEpochSecond());
                update.setObject(3, refusal);
                update.setLong(4, id);
                settled += update.executeUpdate();
            }
            states.add(WAITING, -settled);
            states.add(state, settled);
            return settled;
        }
    }

    int sendAgain(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            int again = statement.executeUpdate(
                    "UPDATE events SET state = 0, settled = NULL, refusal = NULL WHERE state = 2");
            states.add(REFUSED, -again);
            states.add(WAITING, again);
            return again;
        }
    }

    /** Deletes the events that were relayed longest ago, before a moment; returns how many. */
    int deleteRelayed(Connection connection, Instant before, int most) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM events WHERE id IN"
                + " (SELECT id FROM events WHERE state = 1 AND settled < ? ORDER BY settled, id LIMIT ?)")) {
            delete.setLong(1, before.getEpochSecond());
            delete.setInt(2, most);
            int deleted = delete.executeUpdate();
            states.add(RELAYED, -deleted);
            return deleted;
        }
    }

    /** Returns the deleted events. */
    List<Deleted> deleteOf(Connection connection, String visitor) throws SQLException {
        try (var delete =
                connection.prepareStatement("DELETE FROM events WHERE visitor = ? RETURNING id, json, state")) {
            delete.setString(1, visitor);
            try (var rows = delete.executeQuery()) {
                var deleted = new ArrayList<Deleted>();
                while (rows.next()) {
                    deleted.add(new Deleted(rows.getLong(1), rows.getString(2)));
                    states.add(rows.getInt(3), -1);
                }
                return deleted;
            }
        }
    }

    record Deleted(long id, String json) {}

    int deleteAllBut(Connection connection, String event) throws SQLException {
        states.forget();
        try (var delete =
                connection.prepareStatement("DELETE FROM events WHERE json_extract(json, '$.event') IS NOT ?")) {
            delete.setString(1, event);
            return delete.executeUpdate();
        }
    }

    void deleteAll(Connection connection) throws SQLException {
        states.forget();
        Database.execute(connection, "DELETE FROM events");
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> List<T> select(Connection connection, String sql, int most, Row<T> row) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setInt(1, most);
            try (var rows = statement.executeQuery()) {
                var all = new ArrayList<T>();
                while (rows.next()) {
                    all.add(row.read(rows));
                }
                return all;
            }
        }
    }

    static KeptEvent kept(ResultSet row) throws SQLException {
        return new KeptEvent(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                EventStore.STATES.get(row.getInt(4)),
                row.getString(5));
    }
}
