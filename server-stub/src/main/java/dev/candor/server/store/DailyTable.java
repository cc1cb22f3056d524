package dev.candor.server.store;

import dev.candor.server.store.DailyCounts.Kind;
import dev.candor.server.store.DailyCounts.Sight;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The statements about the numbers of each day, and about the instances that were seen. */
final class DailyTable {
    /** So many names a day are told apart; a sender who makes up more fills nothing but this one. */
    private static final int MOST_NAMES = 100;

    private static final String UPDATE =
            "UPDATE daily SET count = max(0, count + ?) WHERE day = ? AND kind = ? AND name = ?";

    private static final String OTHER = "(other)";
    /** How long an instance that is silent is remembered, in days; after that it is new. */
    private static final int KEPT_INSTANCES_DAYS = 100;
    /** As many days before the last one are known of an instance, one a bit. */
    private static final int DAYS = Long.SIZE;

    private DailyTable() {}

    static void prepare(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS daily (day TEXT, kind TEXT, name TEXT, count INTEGER NOT NULL,"
                            + " PRIMARY KEY (day, kind, name)) WITHOUT ROWID");
            // hash: of the instance's random id; days: bit n is set when it was seen n days before the last.
            statement.execute("CREATE TABLE IF NOT EXISTS instances_seen (kind TEXT, hash INTEGER, first TEXT NOT NULL,"
                    + " last TEXT NOT NULL, days INTEGER NOT NULL, PRIMARY KEY (kind, hash)) WITHOUT ROWID");
            statement.execute("CREATE INDEX IF NOT EXISTS instances_seen_by_time ON instances_seen (kind, last)");
        }
    }

    /** Adds to a number. One that was taken back whole leaves no name behind. */
    static void add(Connection connection, Prepared prepared, DailyCounts.Key key, long count) throws SQLException {
        if (!update(connection, prepared, key, count)) {
            var other = new DailyCounts.Key(key.day(), key.kind(), OTHER);
            if (count > 0) {
                insert(connection, isFull(connection, key) ? other : key, count);
            } else {
                update(connection, prepared, other, count);
            }
        }
        if (count < 0) {
            deleteZeros(connection, key);
        }
    }

    private static void deleteZeros(Connection connection, DailyCounts.Key key) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM daily WHERE day = ? AND kind = ? AND count = 0")) {
            delete.setString(1, key.day().toString());
            delete.setString(2, key.kind().text());
            delete.executeUpdate();
        }
    }

    private static boolean update(Connection connection, Prepared prepared, DailyCounts.Key key, long count)
            throws SQLException {
        return prepared.use(connection, UPDATE, update -> {
            update.setLong(1, count);
            update.setString(2, key.day().toString());
            update.setString(3, key.kind().text());
            update.setString(4, key.name());
            update.addBatch();
            return update.executeBatch()[0] > 0;
        });
    }

    private static void insert(Connection connection, DailyCounts.Key key, long count) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO daily VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count")) {
            insert.setString(1, key.day().toString());
            insert.setString(2, key.kind().text());
            insert.setString(3, key.name());
            insert.setLong(4, count);
            insert.executeUpdate();
        }
    }

    private static boolean isFull(Connection connection, DailyCounts.Key key) throws SQLException {
        try (var select = connection.prepareStatement("SELECT count(*) FROM daily WHERE day = ? AND kind = ?")) {
            select.setString(1, key.day().toString());
            select.setString(2, key.kind().text());
            try (var rows = select.executeQuery()) {
                return rows.getInt(1) >= MOST_NAMES;
            }
        }
    }

    /** An instance was seen: counted, if it is the first time on that day. */
    static void see(Connection connection, Prepared prepared, Sight sight, String version) throws SQLException {
        var before = seen(connection, sight);
        var after = before == null ? new Seen(sight.day(), sight.day(), 1) : before.and(sight.day());
        if (after.equals(before)) {
            return;
        }
        try (var insert = connection.prepareStatement("INSERT OR REPLACE INTO instances_seen VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, sight.kind().text());
            insert.setLong(2, sight.instance());
            insert.setString(3, after.first.toString());
            insert.setString(4, after.last.toString());
            insert.setLong(5, after.days);
            insert.executeUpdate();
        }
        add(connection, prepared, new DailyCounts.Key(sight.day(), sight.kind(), version), 1);
        if (sight.kind() == Kind.ACTIVE && (before == null || !after.first.equals(before.first))) {
            if (before != null) {
                add(connection, prepared, new DailyCounts.Key(before.first, Kind.NEW, ""), -1);
            }
            add(connection, prepared, new DailyCounts.Key(after.first, Kind.NEW, ""), 1);
        }
    }

    private static @Nullable Seen seen(Connection connection, Sight sight) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT first, last, days FROM instances_seen WHERE kind = ? AND hash = ?")) {
            select.setString(1, sight.kind().text());
            select.setLong(2, sight.instance());
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? new Seen(
                                LocalDate.parse(rows.getString(1)), LocalDate.parse(rows.getString(2)), rows.getLong(3))
                        : null;
            }
        }
    }

    /** The days on which an instance was seen. */
    private record Seen(LocalDate first, LocalDate last, long days) {
        /** The same where the day is known already, or so long ago that it is not known whether. */
        Seen and(LocalDate day) {
            long distance = last.toEpochDay() - day.toEpochDay();
            var earliest = day.isBefore(first) ? day : first;
            if (distance < 0) {
                return new Seen(earliest, day, (distance <= -DAYS ? 0 : days << -distance) | 1);
            }
            return distance >= DAYS ? this : new Seen(earliest, last, days | 1L << distance);
        }
    }

    /** All numbers from a day on. */
    static List<Statistics.Count> since(Connection connection, LocalDate first) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT day, kind, name, count FROM daily WHERE day >= ?1 UNION ALL SELECT day, 'answer', answer, sum(count)"
                        + " FROM answers WHERE day >= ?1 GROUP BY day, answer ORDER BY 1, 2, 3")) {
            select.setString(1, first.toString());
            try (var rows = select.executeQuery()) {
                var numbers = new ArrayList<Statistics.Count>();
                while (rows.next()) {
                    numbers.add(new Statistics.Count(
                            LocalDate.parse(rows.getString(1)), rows.getString(2), rows.getString(3), rows.getLong(4)));
                }
                return numbers;
            }
        }
    }

    /** How many instances were last seen on a day, from a day on. */
    static Map<LocalDate, Long> lastSeen(Connection connection, LocalDate first) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT last, count(*) FROM instances_seen WHERE kind = ? AND last >= ? GROUP BY last")) {
            select.setString(1, Kind.ACTIVE.text());
            select.setString(2, first.toString());
            try (var rows = select.executeQuery()) {
                var counts = new TreeMap<LocalDate, Long>();
                while (rows.next()) {
                    counts.put(LocalDate.parse(rows.getString(1)), rows.getLong(2));
                }
                return counts;
            }
        }
    }

    /** Deletes what is past its time. */
    static void trim(Connection connection, LocalDate today) throws SQLException {
        delete(connection, "DELETE FROM daily WHERE day < ?", today.minusDays(DailyCounts.KEPT_DAYS));
        delete(connection, "DELETE FROM instances_seen WHERE last < ?", today.minusDays(KEPT_INSTANCES_DAYS));
    }

    private static void delete(Connection connection, String sql, LocalDate before) throws SQLException {
        try (var delete = connection.prepareStatement(sql)) {
            delete.setString(1, before.toString());
            delete.executeUpdate();
        }
    }

    static void erase(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("DELETE FROM daily");
            statement.execute("DELETE FROM instances_seen");
        }
    }

    static void eraseAllBut(Connection connection, String event) throws SQLException {
        try (var delete = connection.prepareStatement(
                "DELETE FROM daily WHERE kind = 'sharing' OR (kind = 'event' AND name <> ?)")) {
            delete.setString(1, event);
            delete.executeUpdate();
        }
        try (var statement = connection.createStatement()) {
            statement.execute("DELETE FROM instances_seen WHERE kind = 'sharing'");
        }
    }
}
