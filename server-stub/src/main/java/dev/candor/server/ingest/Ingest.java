package dev.candor.server.ingest;

import dev.candor.server.store.EventStore;
import dev.candor.server.store.StoreFullException;
import dev.candor.server.store.StoredEvent;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
        return allowed.getAsBoolean() && told(store.append(events(body, sender), allowed));
    }

    /**
     * As {@link #take}, without waiting for the disk.
     *
     * @return completed when the events are on disk, on another thread; failed as {@link EventStore#appendLater} says
     */
    public CompletableFuture<Boolean> takeLater(Body body, Sender sender, BooleanSupplier allowed)
            throws IOException, StoreFullException {
        return allowed.getAsBoolean()
                ? store.appendLater(events(body, sender), allowed).thenApply(this::told)
                : CompletableFuture.completedFuture(false);
    }

    private List<StoredEvent> events(Body body, Sender sender) {
        return maker.make(body.events(), sender, clock.instant());
    }

    private boolean told(boolean stored) {
        if (stored) {
            taken.run();
        }
        return stored;
    }
}
