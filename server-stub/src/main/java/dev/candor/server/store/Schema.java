package dev.candor.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** The tables, and how those of earlier versions become today's. */
final class Schema {
    private static final int VERSION = 2;

    private Schema() {}

    static void prepare(Connection connection, Instant now) throws SQLException {
        long version = Pragmas.number(connection, "user_version");
        if (version > VERSION) {
            throw new SQLException("it was made by a newer version of Candor");
        }
        try (var statement = connection.createStatement()) {
            if (version == 0 && exists(connection, "seen")) {
                long seconds = now.getEpochSecond();
                statement.execute("ALTER TABLE events ADD COLUMN settled INTEGER");
                statement.execute("ALTER TABLE events ADD COLUMN refusal INTEGER");
                statement.execute("UPDATE events SET settled = " + seconds + " WHERE state <> 0");
                statement.execute("DROP INDEX events_by_state");
                statement.execute("ALTER TABLE seen RENAME TO known");
                statement.execute("ALTER TABLE known RENAME COLUMN event TO at");
                statement.execute("UPDATE known SET at = " + seconds);
            }
            // settled: when it was relayed or refused, in epoch seconds; refusal: the status with which it was.
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL,"
                            + " withheld TEXT NOT NULL, visitor TEXT, state INTEGER NOT NULL DEFAULT 0,"
                            + " settled INTEGER, refusal INTEGER)");
            statement.execute("CREATE INDEX IF NOT EXISTS events_by_state ON events (state, settled)");
            statement.execute("CREATE INDEX IF NOT EXISTS events_by_visitor ON events (visitor)");
            // Narrow on purpose: eight bytes of a hash, so that looking for duplicates stays in memory.
            statement.execute("CREATE TABLE IF NOT EXISTS known (hash INTEGER PRIMARY KEY, at INTEGER NOT NULL)");
            // Of an earlier version, which makes it anew where it is used again.
            statement.execute("DROP INDEX IF EXISTS known_by_time");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS instance (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
            // How many said yes and no on a day: no id, nothing about whom, so it is not erased with the rest.
            statement.execute("CREATE TABLE IF NOT EXISTS answers (day TEXT, policy INTEGER, answer TEXT,"
                    + " count INTEGER NOT NULL, PRIMARY KEY (day, policy, answer)) WITHOUT ROWID");
            // Written by /healthz to see whether writing works; always empty after.
            statement.execute("CREATE TABLE IF NOT EXISTS probe (bytes BLOB)");
            DailyTable.prepare(connection);
            if (version < VERSION) {
                Backlog.begin(connection);
            }
            statement.execute("PRAGMA user_version = " + VERSION);
        }
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT 1 FROM sqlite_master WHERE name = ?")) {
            statement.setString(1, table);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
