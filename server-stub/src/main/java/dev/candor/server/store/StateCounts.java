package dev.candor.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many events there are of each state: counted once for a connection, since that takes as long as there are events, and then kept
 * in step. On the writer's thread alone.
 */
final class StateCounts {
    private @Nullable Connection counted;
    private long[] counts = {};

    /** So many more, or fewer, of a state, in the transaction that runs. */
    void add(int state, long more) {
        if (counted != null) {
            counts[state] += more;
        }
    }

    /** The group's transaction ended. */
    void end(boolean committed) {
        if (!committed) {
            forget();
        }
    }

    /** They are counted again the next time. */
    void forget() {
        counted = null;
    }

    EventStore.Counts of(Connection connection) throws SQLException {
        if (!Objects.equals(counted, connection)) {
            counts = EventTable.counts(connection);
            counted = connection;
        }
        return new EventStore.Counts(
                counts[EventTable.WAITING], counts[EventTable.RELAYED], counts[EventTable.REFUSED]);
    }
}
