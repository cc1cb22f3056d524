package dev.candor.server.store;

import dev.candor.server.consent.SafeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * The file and the connection to it. A file that was replaced is opened again; one in which damage was seen is used no more until it
 * is sound again or another is in its place. Only the writer's thread comes here once the store is open.
 */
final class Database implements AutoCloseable {
    private static final Object GONE = "gone";
    private static final int BUSY_MS = 1_000;
    /** When the log is written back: 16 MB, as pages that many events share are then written once for all of them; tests set less. */
    private static final int LOG_PAGES = Integer.getInteger("candor.logPages", 4_000);
    /** Once there is much to do: the pages that one commit changes, which otherwise are written and read again before it ends. */
    private static final int CACHE_KIB = 16 * 1024;
    /** A damaged file that did not change is read through again after this time: the disk may have been to blame. */
    private static final Duration RECHECK = Duration.ofSeconds(30);

    private final Path file;
    private final Clock clock;
    private final DamagedFiles damaged;
    private @Nullable Connection connection;
    private @Nullable Object openedKey;
    private @Nullable Object walKey;
    private @Nullable List<Object> checked;
    private long checkedNanos;
    private boolean suspect;

    Database(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.damaged = new DamagedFiles(file, clock);
    }

    /** Runs a statement that gives nothing back. */
    static boolean execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    /** At start. A damaged file is set aside, under another name, and a new one begun. */
    void begin() throws IOException, SQLException {
        if (!Files.exists(file)) {
            SafeFiles.writePrivate(file, new byte[0]);
        }
        SafeFiles.privateFile(file);
        try {
            var opened = open();
            if (damaged.wasSeen() && !Pragmas.isSound(opened)) {
                throw damage();
            }
        } catch (SQLException e) {
            if (!StoreHealth.isDamage(e)) {
                throw e;
            }
            // Before it is closed: closing would write to it once more.
            damaged.setAside();
            close();
            SafeFiles.writePrivate(file, new byte[0]);
            open();
        }
        damaged.forgetSeen();
    }

    /** The connection, to the file that is at its path now. */
    Connection connection() throws SQLException {
        if (suspect) {
            recheck();
        }
        var open = connection;
        if (open != null && Objects.equals(openedKey, key(file))) {
            return open;
        }
        leave();
        try {
            if (!Files.exists(file)) {
                SafeFiles.writePrivate(file, new byte[0]);
            }
        } catch (IOException e) {
            throw new SQLException("the store's file cannot be made", e);
        }
        return open();
    }

    /** The connection that {@link #connection} gave last, for all that is committed together. */
    Connection opened() {
        return Objects.requireNonNull(connection, "nothing is open");
    }

    /** Damage was seen. */
    void suspect() {
        if (!suspect) {
            suspect = true;
            checked = signature();
            checkedNanos = System.nanoTime();
            damaged.seen();
        }
    }

    /** Deletes the file and all that were set aside; the next use begins anew. */
    void discard() throws SQLException {
        close();
        suspect = false;
        try {
            damaged.deleteAll();
        } catch (IOException e) {
            throw new SQLException("the store's files cannot be deleted", e);
        }
    }

    DamagedFiles damaged() {
        return damaged;
    }

    @Override
    public void close() {
        var open = connection;
        connection = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            // What was committed is on disk; the rest nobody was told of.
        }
    }

    /** Closes the file. Where another is in its place, the log that is left must not be taken for that one's. */
    private void leave() throws SQLException {
        boolean replaced = connection != null && !Objects.equals(openedKey, key(file));
        close();
        try {
            if (replaced && Files.exists(damaged.wal()) && Objects.equals(walKey, key(damaged.wal()))) {
                damaged.setLogAside();
            }
        } catch (IOException e) {
            throw new SQLException("the old log cannot be set aside", e);
        }
    }

    private void recheck() throws SQLException {
        if (signature().equals(checked) && System.nanoTime() - checkedNanos < RECHECK.toNanos()) {
            throw damage();
        }
        leave();
        try {
            if (!Pragmas.isSound(open())) {
                throw damage();
            }
            suspect = false;
            damaged.forgetSeen();
        } finally {
            checked = signature();
            checkedNanos = System.nanoTime();
        }
    }

    private Connection open() throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        config.setBusyTimeout(BUSY_MS);
        // One thread at a time comes here, so that SQLite need not lock each call; the driver does.
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        config.resetOpenMode(SQLiteOpenMode.FULLMUTEX);
        openedKey = key(file);
        var opened = config.createConnection("jdbc:sqlite:" + file);
        connection = opened;
        try (var statement = opened.createStatement()) {
            statement.execute("PRAGMA temp_store = MEMORY");
            statement.execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
            statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
        }
        Schema.prepare(opened, clock.instant());
        walKey = key(damaged.wal());
        return opened;
    }

    /** Which file it is, whatever it is called. */
    private static @Nullable Object key(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return GONE;
        }
    }

    private List<Object> signature() {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(String.valueOf(attributes.fileKey()), attributes.size(), attributes.lastModifiedTime());
        } catch (IOException gone) {
            return List.of();
        }
    }

    private static SQLiteException damage() {
        return new SQLiteException("the store's file is damaged", SQLiteErrorCode.SQLITE_CORRUPT);
    }
}
