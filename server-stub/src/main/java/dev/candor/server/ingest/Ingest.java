package dev.candor.server.ingest;

import dev.candor.server.store.EventStore;
import dev.candor.server.store.StoreFullException;
import java.io.IOException;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/** Takes events whose sender may send them: cleans, stores, and wakes the relay. */
public final class Ingest {
    private final MessageMaker maker;
    private final EventStore store;
    private final Clock clock;
    private final Runnable taken;

    /** @param taken run after events were stored */
    public Ingest(MessageMaker maker, EventStore store, Clock clock, Runnable taken) {
        this.maker = maker;
        this.store = store;
        this.clock = clock;
        this.taken = taken;
    }

    /**
     * Stores the events, all or none, and returns when they are on disk.
     *
     * @param allowed asked again at the moment of storing, so that a "no" in between counts
     * @return false when it was no longer allowed
     * @throws StoreFullException when there is no room
     */
    public boolean take(Body body, Sender sender, BooleanSupplier allowed) throws IOException, StoreFullException {
        if (!allowed.getAsBoolean()) {
            return false;
        }
        var now = clock.instant();
        var events = body.events().stream()
                .map(event -> maker.make(event, sender, now))
                .toList();
        boolean stored = store.append(events, allowed);
        if (stored) {
            taken.run();
        }
        return stored;
    }
}
