package dev.candor.server.store;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Why the last events could not be stored, in words for whoever looks after the server, until some could again. */
final class StoreHealth {
    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

    private static final Set<Integer> PASSING = Set.of(
            SQLiteErrorCode.SQLITE_BUSY.code,
            SQLiteErrorCode.SQLITE_LOCKED.code,
            SQLiteErrorCode.SQLITE_FULL.code,
            SQLiteErrorCode.SQLITE_IOERR.code);

    private volatile @Nullable String trouble;
    private volatile long wantedBytes;

    @Nullable
    String trouble() {
        return trouble;
    }

    void failed(Throwable cause) {
        failed(reason(cause));
    }

    /** There was no room for so much. */
    void full(long bytes) {
        wantedBytes = bytes;
        failed(StoreFullException.REASON);
    }

    /** How much found no room, or 0. */
    long wantedBytes() {
        return wantedBytes;
    }

    private void failed(String reason) {
        if (trouble == null) {
            LOG.warn("Events are not taken: {}", reason);
        }
        trouble = reason;
    }

    void worked() {
        if (trouble != null) {
            LOG.info("Events are taken again");
        }
        trouble = null;
        wantedBytes = 0;
    }

    static String reason(Throwable cause) {
        return cause instanceof SQLiteException sqlite ? reason(sqlite.getResultCode()) : "the store cannot be written";
    }

    /** An extended code holds the plain one in its lowest byte. */
    static String reason(SQLiteErrorCode code) {
        int plain = code.code & 0xFF;
        if (plain == SQLiteErrorCode.SQLITE_BUSY.code || plain == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return "the store is locked by another program";
        }
        if (plain == SQLiteErrorCode.SQLITE_FULL.code) {
            return "the disk is full";
        }
        return isDamage(code) ? "the store's file is damaged" : "the store cannot be written";
    }

    /** Whether the store may be opened later as it is: another program locks it, or the disk is full or not there. */
    static boolean mayPass(SQLException e) {
        return e instanceof SQLiteException sqlite && PASSING.contains(sqlite.getResultCode().code & 0xFF);
    }

    /** Whether a row was there already. An exception of a batch has the plain code alone. */
    static boolean isConstraint(SQLException e) {
        return (e.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    }

    static boolean isDamage(@Nullable Throwable cause) {
        return cause instanceof SQLiteException sqlite && isDamage(sqlite.getResultCode());
    }

    private static boolean isDamage(SQLiteErrorCode code) {
        int plain = code.code & 0xFF;
        return plain == SQLiteErrorCode.SQLITE_CORRUPT.code || plain == SQLiteErrorCode.SQLITE_NOTADB.code;
    }
}
