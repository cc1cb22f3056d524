package dev.candor.server.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Why the last events could not be stored, in words for whoever looks after the server, until some could again. */
final class StoreHealth {
    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

    private volatile @Nullable String trouble;

    @Nullable
    String trouble() {
        return trouble;
    }

    void failed(IOException e) {
        var reason = e.getCause() instanceof SQLiteException cause
                ? reason(cause.getResultCode())
                : "the store cannot be written";
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
        if (plain == SQLiteErrorCode.SQLITE_CORRUPT.code || plain == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return "the store's file is damaged";
        }
        return "the store cannot be written";
    }
}
