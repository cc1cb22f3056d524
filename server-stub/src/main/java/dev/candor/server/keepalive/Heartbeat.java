package dev.candor.server.keepalive;

import dev.candor.server.store.EventStore;
import dev.candor.server.store.StoreFullException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that lets the keep-alive, and the store with its retention, look at the clock: when a ping is due, and at least twice a
 * minute, since clocks jump.
 */
public final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final KeepAlive keepAlive;
    private final EventStore store;
    private final Clock clock;
    private final Runnable pinged;
    private final Semaphore wakes = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /** @param pinged run after a ping was stored */
    public Heartbeat(KeepAlive keepAlive, EventStore store, Clock clock, Runnable pinged) {
        this.keepAlive = keepAlive;
        this.store = store;
        this.clock = clock;
        this.pinged = pinged;
        this.thread = new Thread(this::loop, "candor-keep-alive");
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** The setting changed: look again. */
    public void wake() {
        wakes.release();
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        try {
            while (!closed) {
                if (wakes.tryAcquire(waitMs(look()), TimeUnit.MILLISECONDS)) {
                    // Those that came together are one.
                    wakes.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Instant look() {
        boolean more = false;
        try {
            more = store.tidy();
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "What is past its time could not be deleted: {}",
                    e.getClass().getSimpleName());
        }
        try {
            var tick = keepAlive.tick();
            if (tick.pinged()) {
                pinged.run();
            }
            return more ? clock.instant() : tick.next();
        } catch (IOException | StoreFullException | RuntimeException e) {
            LOG.warn("The keep-alive could not be stored: {}", e.getClass().getSimpleName());
            return clock.instant().plus(LONGEST_WAIT);
        }
    }

    private long waitMs(@Nullable Instant next) {
        var wait = next == null ? LONGEST_WAIT : Duration.between(clock.instant(), next);
        return Math.min(Math.max(wait.toMillis(), 1), LONGEST_WAIT.toMillis());
    }
}
