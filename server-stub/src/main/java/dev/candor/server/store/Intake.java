package dev.candor.server.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Takes events in: once each, where they are allowed and there is room. */
final class Intake {
    /** What has to fit for the store to count as well: the largest event. */
    private static final int PROBE_BYTES = 32 * 1024;

    private final Writer writer;
    private final Room room;
    private final DailyCounts counts;
    private final EventTable table;
    private final KnownIds known;
    private final StoreHealth health;
    private final Clock clock;
    private final Prepared prepared = new Prepared();
    private final Writer.Joint<Offer, Outcome> storing = this::storeAll;

    Intake(
            Writer writer,
            Room room,
            DailyCounts counts,
            EventTable table,
            KnownIds known,
            StoreHealth health,
            Clock clock) {
        this.writer = writer;
        this.room = room;
        this.counts = counts;
        this.table = table;
        this.known = known;
        this.health = health;
        this.clock = clock;
    }

    /** See {@link EventStore#append(List, BooleanSupplier, Map)}. */
    boolean append(List<StoredEvent> events, BooleanSupplier allowed, Map<String, String> values)
            throws IOException, StoreFullException {
        var load = load(events);
        return ended(
                writer.run(
                        connection -> {
                            if (!allowed.getAsBoolean()) {
                                return Outcome.NOT_ALLOWED;
                            }
                            var stored = store(connection, events);
                            if (stored != Outcome.FULL) {
                                InstanceTable.set(connection, values);
                            }
                            return stored;
                        },
                        load),
                load);
    }

    /** See {@link EventStore#appendLater}. */
    CompletableFuture<Boolean> appendLater(List<StoredEvent> events, BooleanSupplier allowed)
            throws IOException, StoreFullException {
        var load = load(events);
        return writer.later(storing, new Offer(events, allowed), load).thenApply(outcome -> {
            try {
                return ended(outcome, load);
            } catch (StoreFullException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static Writer.Load load(List<StoredEvent> events) {
        return new Writer.Load(events.size(), Room.bytes(events));
    }

    private boolean ended(Outcome outcome, Writer.Load load) throws StoreFullException {
        if (outcome == Outcome.STORED) {
            health.worked();
        } else if (outcome == Outcome.FULL) {
            health.full(load.bytes());
            throw StoreFullException.full();
        }
        return outcome != Outcome.NOT_ALLOWED;
    }

    /** With as few statements as if all had come in one; where that does not fit, as many of them as do. */
    private List<Outcome> storeAll(Connection connection, List<Offer> offers) throws SQLException {
        var allowed = offers.stream().map(offer -> offer.allowed.getAsBoolean()).toList();
        var events = new ArrayList<StoredEvent>();
        for (int i = 0; i < offers.size(); i++) {
            if (allowed.get(i)) {
                events.addAll(offers.get(i).events);
            }
        }
        var together = store(connection, events);
        boolean retry = together == Outcome.FULL && offers.size() > 1;
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < offers.size(); i++) {
            if (!allowed.get(i)) {
                outcomes.add(Outcome.NOT_ALLOWED);
            } else {
                outcomes.add(retry ? store(connection, offers.get(i).events) : together);
            }
        }
        return outcomes;
    }

    private Outcome store(Connection connection, List<StoredEvent> events) throws SQLException {
        var now = clock.instant();
        var fresh = known.remember(connection, prepared, events, now);
        if (fresh.isEmpty()) {
            return Outcome.KNOWN;
        }
        if (!room.make(connection, Room.bytes(fresh), now)) {
            KnownIds.forget(connection, fresh);
            return Outcome.FULL;
        }
        table.insert(connection, prepared, fresh);
        fresh.forEach(event -> counts.add(event.counted(), now));
        return Outcome.STORED;
    }

    private record Offer(List<StoredEvent> events, BooleanSupplier allowed) {}

    private enum Outcome {
        STORED,
        KNOWN,
        NOT_ALLOWED,
        FULL
    }

    /** See {@link EventStore#trouble}. */
    @Nullable
    String trouble() {
        try {
            long bytes = Math.max(PROBE_BYTES, health.wantedBytes());
            if (!writer.run(connection -> room.make(connection, bytes, clock.instant()))) {
                health.full(bytes);
            } else if (health.trouble() != null) {
                writer.run(connection ->
                        Database.execute(connection, "INSERT INTO probe VALUES (zeroblob(" + PROBE_BYTES + "))"));
                writer.run(connection -> Database.execute(connection, "DELETE FROM probe"));
                health.worked();
            }
        } catch (IOException e) {
            return health.trouble() == null ? "the store is closed" : health.trouble();
        }
        return health.trouble();
    }
}
