package dev.candor.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** How large the store may get, and what goes first when it is. */
final class Room {
    private static final int EVENTS_AT_ONCE = 64;
    /** What an event needs beside its texts. */
    private static final int OVERHEAD_BYTES = 64;

    /** How many pages one group may take beside its texts: a new leaf or two in each table and index. */
    private static final int GROWTH_BYTES = 10 * 4096;
    /** Of a text's characters in UTF-8, and of an event's in the indexes. */
    private static final int GROWTH = 4;
    /** Other writes, few and small, are seen when it is measured again. */
    private static final int UNMEASURED = 100;

    private final long maxBytes;
    private final EventTable table;
    private final KnownIds known;
    /** At least what is used, as was measured so many calls ago. */
    private long usedAtMost;

    private int unmeasured = UNMEASURED;

    Room(long maxBytes, EventTable table, KnownIds known) {
        this.maxBytes = maxBytes;
        this.table = table;
        this.known = known;
    }

    /** Whether there is room for so many bytes, once the oldest relayed events and ids past their time have made some. */
    boolean make(Connection connection, long bytes, Instant now) throws SQLException {
        long growth = GROWTH * bytes + GROWTH_BYTES;
        if (unmeasured < UNMEASURED && usedAtMost + growth <= maxBytes) {
            usedAtMost += growth;
            unmeasured++;
            return true;
        }
        while (Pragmas.usedBytes(connection) + bytes > maxBytes) {
            if (table.deleteRelayed(connection, Instant.MAX, EVENTS_AT_ONCE) == 0 && !known.trim(connection, now)) {
                return false;
            }
        }
        usedAtMost = Pragmas.usedBytes(connection) + growth;
        unmeasured = 0;
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
