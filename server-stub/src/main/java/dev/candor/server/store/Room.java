package dev.candor.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** How large the store may get, and what goes first when it is. */
final class Room {
    private static final int EVENTS_AT_ONCE = 64;
    private static final int IDS_AT_ONCE = 10_000;
    /** What an event needs beside its texts. */
    private static final int OVERHEAD_BYTES = 64;

    private final long maxBytes;

    Room(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether there is room for so many bytes, once the oldest relayed events and ids past their time have made some. */
    boolean make(Connection connection, long bytes, Instant now) throws SQLException {
        while (Pragmas.usedBytes(connection) + bytes > maxBytes) {
            if (EventTable.deleteRelayed(connection, Instant.MAX, EVENTS_AT_ONCE) == 0
                    && KnownIds.trim(connection, now, IDS_AT_ONCE) == 0) {
                return false;
            }
        }
        return true;
    }

    static long bytes(List<StoredEvent> events) {
        long bytes = 0;
        for (var event : events) {
            bytes += event.json().length() + event.withheld().length() + OVERHEAD_BYTES;
        }
        return bytes;
    }
}
