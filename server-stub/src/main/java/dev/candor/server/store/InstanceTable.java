package dev.candor.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** The statements about values of this installation. */
final class InstanceTable {
    private InstanceTable() {}

    static Optional<String> value(Connection connection, String name) throws SQLException {
        try (var select = connection.prepareStatement("SELECT value FROM instance WHERE name = ?")) {
            select.setString(1, name);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    static void set(Connection connection, Map<String, String> values) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT OR REPLACE INTO instance (name, value) VALUES (?, ?)")) {
            for (var value : values.entrySet()) {
                insert.setString(1, value.getKey());
                insert.setString(2, value.getValue());
                insert.executeUpdate();
            }
        }
    }
}
