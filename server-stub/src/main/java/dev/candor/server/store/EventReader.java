package dev.candor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * Reads a store's file without changing it, while a server may be writing to it. No read lasts long, so that an erasure never waits
 * for a reader.
 */
public final class EventReader implements AutoCloseable {
    private static final int BUSY_MS = 5_000;

    private final Connection connection;

    /** @throws IOException when there is no such store, or it cannot be read */
    public EventReader(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + ": there is no store that can be read");
        }
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MS);
        try {
            this.connection = config.createConnection("jdbc:sqlite:" + file);
        } catch (SQLException e) {
            throw new IOException(file + ": cannot be opened", e);
        }
    }

    /** How many events there are now. */
    public long count() throws IOException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM events")) {
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IOException("The store cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The next events in the order in which they were taken.
     *
     * @param after the {@link KeptEvent#id} of the last one seen, 0 for none
     */
    public List<KeptEvent> after(long after, int most) throws IOException {
        try (var statement = connection.prepareStatement(
                "SELECT id, json, withheld, state, visitor FROM events WHERE id > ? ORDER BY id LIMIT ?")) {
            statement.setLong(1, after);
            statement.setInt(2, most);
            var events = new ArrayList<KeptEvent>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(EventTable.kept(rows));
                }
            }
            return events;
        } catch (SQLException e) {
            throw new IOException("The store cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("The store did not close", e);
        }
    }
}
