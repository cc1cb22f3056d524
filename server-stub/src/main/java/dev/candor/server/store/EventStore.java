package dev.candor.server.store;

import dev.candor.server.consent.SafeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * A SQLite file that holds what was taken: the relay's outbox, the inspector's source, and readable with ordinary tools.
 * What {@link #append} returned from survives a kill and a power cut. Duplicate message ids are stored once.
 */
public final class EventStore implements AutoCloseable {
    private static final int WAITING = 0;
    private static final int RELAYED = 1;
    private static final int REFUSED = 2;
    static final List<String> STATES = List.of("waiting", "relayed", "refused");
    private static final int EVENTS_PER_PRUNING = 64;
    private static final int BUSY_MS = 1_000;

    private final Path file;
    private final long maxBytes;
    private final Connection connection;
    private final Writer writer;
    private final StoreHealth health = new StoreHealth();

    /** Opens the store, and makes its file where there is none. */
    public EventStore(Path file, long maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        if (!Files.exists(file)) {
            SafeFiles.writePrivate(file, new byte[0]);
        }
        SafeFiles.privateFile(file);
        try {
            this.connection = open(file);
        } catch (SQLException e) {
            throw new IOException("The store " + file + " cannot be opened", e);
        }
        this.writer = new Writer(connection);
    }

    private static Connection open(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        config.setBusyTimeout(BUSY_MS);
        var connection = config.createConnection("jdbc:sqlite:" + file);
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA temp_store = MEMORY");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL,"
                            + " withheld TEXT NOT NULL, visitor TEXT, state INTEGER NOT NULL DEFAULT 0)");
            statement.execute("CREATE INDEX IF NOT EXISTS events_by_state ON events (state, id)");
            // Narrow on purpose: eight bytes of a hash, so that looking for duplicates stays in memory.
            statement.execute("CREATE TABLE IF NOT EXISTS seen (hash INTEGER PRIMARY KEY, event INTEGER NOT NULL)");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS instance (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
            statement.execute("CREATE INDEX IF NOT EXISTS events_by_visitor ON events (visitor)");
            // How many said yes and no on a day: no id, nothing about whom, so it is not erased with the rest.
            statement.execute("CREATE TABLE IF NOT EXISTS answers (day TEXT, policy INTEGER, answer TEXT,"
                    + " count INTEGER NOT NULL, PRIMARY KEY (day, policy, answer)) WITHOUT ROWID");
        }
        return connection;
    }

    /**
     * Stores events, all or none, and returns when they are on disk.
     *
     * @param allowed asked at the moment of storing, after every erasure that began before
     * @return false when it was not allowed
     */
    public boolean append(List<StoredEvent> events, BooleanSupplier allowed) throws IOException, StoreFullException {
        return append(events, allowed, Map.of());
    }

    /** As {@link #append(List, BooleanSupplier)}, and sets the instance's values in the same step. */
    public boolean append(List<StoredEvent> events, BooleanSupplier allowed, Map<String, String> values)
            throws IOException, StoreFullException {
        var outcome = noting(() -> {
            if (!allowed.getAsBoolean()) {
                return Outcome.NOT_ALLOWED;
            }
            if (!makeRoom(bytes(events))) {
                return Outcome.FULL;
            }
            for (var event : events) {
                insert(event);
            }
            setValues(values);
            return Outcome.STORED;
        });
        if (outcome == Outcome.FULL) {
            throw new StoreFullException();
        }
        return outcome == Outcome.STORED;
    }

    private Outcome noting(Writer.Work<Outcome> work) throws IOException {
        try {
            var outcome = writer.run(work);
            if (outcome == Outcome.STORED) {
                health.worked();
            }
            return outcome;
        } catch (IOException e) {
            health.failed(e);
            throw e;
        }
    }

    /** Why events cannot be stored, or null when they can. After a failure it is tried again, with a write that changes nothing. */
    public @Nullable String trouble() {
        if (health.trouble() != null) {
            try {
                noting(() -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("PRAGMA user_version = 0");
                    }
                    return Outcome.STORED;
                });
            } catch (IOException e) {
                return health.trouble();
            }
        }
        return null;
    }

    private enum Outcome {
        STORED,
        NOT_ALLOWED,
        FULL
    }

    /** The oldest events that wait to be relayed, at most so many and so large; at least one where one waits. */
    public List<KeptEvent> waiting(int most, long mostBytes) throws IOException {
        return writer.run(() -> {
            var waiting =
                    select("SELECT id, json, withheld, state FROM events WHERE state = 0 ORDER BY id LIMIT ?", most);
            long bytes = 0;
            for (int i = 0; i < waiting.size(); i++) {
                bytes += waiting.get(i).json().getBytes(StandardCharsets.UTF_8).length + 1;
                if (i > 0 && bytes > mostBytes) {
                    return List.copyOf(waiting.subList(0, i));
                }
            }
            return waiting;
        });
    }

    /** The last events taken, newest first. */
    public List<KeptEvent> latest(int most) throws IOException {
        return writer.run(() -> select("SELECT id, json, withheld, state FROM events ORDER BY id DESC LIMIT ?", most));
    }

    /** How many events there are of each state. */
    public Counts counts() throws IOException {
        return writer.run(() -> {
            var counts = new long[STATES.size()];
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT state, count(*) FROM events GROUP BY state")) {
                while (rows.next()) {
                    counts[rows.getInt(1)] = rows.getLong(2);
                }
            }
            return new Counts(counts[WAITING], counts[RELAYED], counts[REFUSED]);
        });
    }

    /** How many events wait, were relayed, were refused by the collector. */
    public record Counts(long waiting, long relayed, long refused) {}

    /** The collector took these. */
    public void relayed(Collection<Long> ids) throws IOException {
        mark(ids, RELAYED);
    }

    /** The collector refused these for good; they stay for the admin to see. */
    public void refused(Collection<Long> ids) throws IOException {
        mark(ids, REFUSED);
    }

    /** A value about this installation, such as its id; erased with everything else. */
    public Optional<String> value(String name) throws IOException {
        return writer.run(() -> {
            try (var statement = connection.prepareStatement("SELECT value FROM instance WHERE name = ?")) {
                statement.setString(1, name);
                try (var rows = statement.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getString(1)) : Optional.<String>empty();
                }
            }
        });
    }

    /** Sets values about this installation, where that is allowed at the moment of storing. */
    public boolean values(Map<String, String> values, BooleanSupplier allowed) throws IOException {
        return writer.run(() -> {
            if (allowed.getAsBoolean()) {
                setValues(values);
                return true;
            }
            return false;
        });
    }

    /** Deletes what is kept of one visitor, relayed or not, and overwrites it in every file. */
    public void forget(String visitor) throws IOException {
        int deleted = writer.run(() -> {
            try (var statement = connection.prepareStatement("DELETE FROM events WHERE visitor = ?")) {
                statement.setString(1, visitor);
                return statement.executeUpdate();
            }
        });
        if (deleted > 0) {
            writer.runAlone(() -> {
                try (var statement = connection.createStatement()) {
                    return statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
                }
            });
        }
    }

    /** Adds one to a day's answers. */
    public void count(LocalDate day, int policyVersion, String answer) throws IOException {
        writer.run(() -> {
            try (var statement = connection.prepareStatement(
                    "INSERT INTO answers VALUES (?, ?, ?, 1)" + " ON CONFLICT DO UPDATE SET count = count + 1")) {
                statement.setString(1, day.toString());
                statement.setInt(2, policyVersion);
                statement.setString(3, answer);
                return statement.executeUpdate();
            }
        });
    }

    /** How many gave an answer on a day, under a version of the policy. */
    public record Answers(String day, int policyVersion, String answer, long count) {}

    /** The answers of the last days, newest first. */
    public List<Answers> answers(int most) throws IOException {
        return writer.run(() -> {
            var answers = new ArrayList<Answers>();
            try (var statement = connection.prepareStatement(
                    "SELECT day, policy, answer, count FROM answers ORDER BY day DESC, policy DESC, answer LIMIT ?")) {
                statement.setInt(1, most);
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        answers.add(new Answers(rows.getString(1), rows.getInt(2), rows.getString(3), rows.getLong(4)));
                    }
                }
            }
            return answers;
        });
    }

    /** How large the store is, in bytes. */
    public long bytes() throws IOException {
        return writer.run(this::usedBytes);
    }

    /** Deletes all events but those of that name: what may stay while the question is not answered. */
    public void eraseAllBut(String event) throws IOException {
        writer.run(() -> {
            try (var statement =
                    connection.prepareStatement("DELETE FROM events WHERE json_extract(json, '$.event') IS NOT ?")) {
                statement.setString(1, event);
                return statement.executeUpdate();
            }
        });
    }

    /** Deletes all events, ids and schedules, and overwrites them in every file. */
    public void erase() throws IOException {
        writer.run(() -> {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM events");
                statement.executeUpdate("DELETE FROM seen");
                statement.executeUpdate("DELETE FROM instance");
                statement.executeUpdate("DELETE FROM sqlite_sequence");
            }
            return true;
        });
        writer.runAlone(() -> {
            try (var statement = connection.createStatement()) {
                statement.execute("VACUUM");
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            return true;
        });
    }

    @Override
    public void close() throws IOException {
        writer.close();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("The store " + file + " did not close", e);
        }
    }

    private void insert(StoredEvent event) throws SQLException {
        long hash = Hashes.of(event.messageId());
        try (var seen = connection.prepareStatement("INSERT OR IGNORE INTO seen (hash, event) VALUES (?, 0)")) {
            seen.setLong(1, hash);
            if (seen.executeUpdate() == 0) {
                return;
            }
        }
        try (var insert =
                connection.prepareStatement("INSERT INTO events (json, withheld, visitor) VALUES (?, ?, ?)")) {
            insert.setString(1, event.json());
            insert.setString(2, event.withheld());
            insert.setString(3, event.visitor());
            insert.executeUpdate();
        }
        try (var statement =
                connection.prepareStatement("UPDATE seen SET event = last_insert_rowid() WHERE hash = ?")) {
            statement.setLong(1, hash);
            statement.executeUpdate();
        }
    }

    private void setValues(Map<String, String> values) throws SQLException {
        try (var statement =
                connection.prepareStatement("INSERT OR REPLACE INTO instance (name, value) VALUES (?, ?)")) {
            for (var value : values.entrySet()) {
                statement.setString(1, value.getKey());
                statement.setString(2, value.getValue());
                statement.executeUpdate();
            }
        }
    }

    private void mark(Collection<Long> ids, int state) throws IOException {
        writer.run(() -> {
            try (var statement = connection.prepareStatement("UPDATE events SET state = ? WHERE id = ?")) {
                for (long id : ids) {
                    statement.setInt(1, state);
                    statement.setLong(2, id);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            return true;
        });
    }

    /** Whether there is room for so many bytes, after the oldest relayed events had to make some. */
    private boolean makeRoom(long bytes) throws SQLException {
        while (usedBytes() + bytes > maxBytes) {
            try (var delete = connection.prepareStatement("DELETE FROM events WHERE id IN"
                    + " (SELECT id FROM events WHERE state = 1 ORDER BY id LIMIT ?)")) {
                delete.setInt(1, EVENTS_PER_PRUNING);
                if (delete.executeUpdate() == 0) {
                    return false;
                }
            }
            // A duplicate comes back within days; what was pruned long ago need not be known any more.
            try (var statement = connection.createStatement()) {
                statement.executeUpdate(
                        "DELETE FROM seen WHERE event < (SELECT coalesce(min(id), 0) FROM events) - 1000000");
            }
        }
        return true;
    }

    private long usedBytes() throws SQLException {
        return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
    }

    private long pragma(String name) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA " + name)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private List<KeptEvent> select(String sql, int most) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setInt(1, most);
            try (var rows = statement.executeQuery()) {
                return kept(rows);
            }
        }
    }

    private static List<KeptEvent> kept(ResultSet rows) throws SQLException {
        var kept = new ArrayList<KeptEvent>();
        while (rows.next()) {
            kept.add(new KeptEvent(rows.getLong(1), rows.getString(2), rows.getString(3), STATES.get(rows.getInt(4))));
        }
        return kept;
    }

    private static long bytes(List<StoredEvent> events) {
        long bytes = 0;
        for (var event : events) {
            bytes += event.json().length() + event.withheld().length() + 64L;
        }
        return bytes;
    }
}
