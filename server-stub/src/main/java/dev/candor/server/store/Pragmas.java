package dev.candor.server.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What SQLite says about the file. */
final class Pragmas {
    private Pragmas() {}

    /** How much of the file is in use. */
    static long usedBytes(Connection connection) throws SQLException {
        return (number(connection, "page_count") - number(connection, "freelist_count"))
                * number(connection, "page_size");
    }

    static long number(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA " + name)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** How many rows the last statement changed, were it one that failed in the middle. */
    static long changes(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT changes()")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Reads the whole file and looks whether it holds together. */
    static boolean isSound(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            return rows.next() && "ok".equals(rows.getString(1));
        }
    }
}
