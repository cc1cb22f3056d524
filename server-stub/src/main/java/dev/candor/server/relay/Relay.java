package dev.candor.server.relay;

import dev.candor.server.store.EventStore;
import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in the store to the collector: in order, the same bytes as shown to the admin, again until it is taken.
 * A batch that the collector refuses is halved until one event is left, and that one is set aside; what its visitor did later is sent all
 * the same. One batch is on its way at a time.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int MAX_EVENTS = 100;
    private static final long MAX_BYTES = 480 * 1024;
    private static final Set<Integer> MAY_BE_ONE_EVENT = Set.of(400, 413, 422);

    private final EventStore store;
    private final Collector collector;
    private final Backoff backoff;
    private final BooleanSupplier allowed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean fresh;
    private boolean sending;
    private boolean closed;
    private int failures;
    private volatile @Nullable String trouble;

    /** @param allowed whether anything may leave now */
    public Relay(EventStore store, Collector collector, Backoff backoff, BooleanSupplier allowed) {
        this.store = store;
        this.collector = collector;
        this.backoff = backoff;
        this.allowed = allowed;
        this.thread = new Thread(this::loop, "candor-relay");
        this.thread.setDaemon(true);
    }

    /** Begins with what an earlier run left. */
    public void start() {
        thread.start();
    }

    /** There is something new to send. */
    public void wake() {
        lock.lock();
        try {
            fresh = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The setting changed. Returns when nothing is on its way that may not leave any more. */
    public void reconsider() {
        if (!allowed.getAsBoolean()) {
            breakOff();
        }
        wake();
    }

    /** What went wrong the last time, in words for the admin, or null. */
    public @Nullable String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        breakOff();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void breakOff() {
        collector.disconnect();
        settle();
    }

    /** Waits for what is under way, two seconds at most: what was deleted from the store before that does not leave later. */
    public void settle() {
        lock.lock();
        try {
            long nanos = TimeUnit.SECONDS.toNanos(2);
            while (sending && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        try {
            while (!isClosed()) {
                var pause = step();
                await(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends one batch. Returns how long to wait before the next, or null to wait for something new. */
    private @Nullable Duration step() {
        // From before the events are read, so that who deletes some can wait until none of them is under way.
        boolean begun = begin();
        try {
            forgetFresh();
            var waiting = begun ? store.waiting(MAX_EVENTS, MAX_BYTES) : List.<KeptEvent>of();
            if (waiting.isEmpty()) {
                return null;
            }
            var asked = send(waiting);
            if (asked == null) {
                failures = 0;
                trouble = null;
                return Duration.ZERO;
            }
            failures++;
            return backoff.delay(failures, asked.isZero() ? null : asked);
        } catch (NoAnswerException e) {
            failures++;
            if (!isClosed() && allowed.getAsBoolean()) {
                trouble = "the collector did not answer";
                if (failures == 1) {
                    LOG.warn("The collector did not answer; events wait in the store");
                }
            }
            return backoff.delay(failures, null);
        } catch (IOException e) {
            failures++;
            if (!isClosed()) {
                trouble = "the store cannot be read or written";
            }
            return backoff.delay(failures, null);
        } catch (RuntimeException e) {
            failures++;
            LOG.error("The relay failed, and goes on: {}", e.getClass().getName());
            return backoff.delay(failures, null);
        } finally {
            end();
        }
    }

    /** Null when the batch is settled; otherwise how long the collector asks to wait, zero when it does not say. */
    private @Nullable Duration send(List<KeptEvent> events) throws IOException {
        if (isClosed() || !allowed.getAsBoolean()) {
            return Duration.ZERO;
        }
        Collector.Reply reply;
        try {
            reply = collector.post(events, failures);
        } catch (IOException e) {
            throw new NoAnswerException(e);
        }
        var ids = events.stream().map(KeptEvent::id).toList();
        int status = reply.status();
        if (status >= 200 && status < 300) {
            store.relayed(ids);
            return null;
        }
        trouble = "the collector answered " + status;
        if (mayPass(status)) {
            if (failures == 0) {
                LOG.warn("The collector answered {}; events wait in the store", status);
            }
            return reply.retryAfter() == null ? Duration.ZERO : reply.retryAfter();
        }
        if (events.size() == 1 || !MAY_BE_ONE_EVENT.contains(status)) {
            LOG.warn("The collector refused {} events with {}; they are set aside", events.size(), status);
            store.refused(ids, status);
            return null;
        }
        int half = events.size() / 2;
        var asked = send(events.subList(0, half));
        return asked == null ? send(events.subList(half, events.size())) : asked;
    }

    /** The collector's silence, as opposed to trouble with the store. */
    private static final class NoAnswerException extends IOException {
        private NoAnswerException(IOException cause) {
            super(cause);
        }
    }

    /** Trouble on the way or at the collector, and a key that it does not know: the admin can mend that, and nothing is lost until then. */
    private static boolean mayPass(int status) {
        return status < 400 || status >= 500 || Set.of(401, 403, 408, 429).contains(status);
    }

    private boolean begin() {
        lock.lock();
        try {
            sending = !closed && allowed.getAsBoolean();
            return sending;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            sending = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** New events end a wait for something new, not a wait that the collector needs. */
    private void await(@Nullable Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long nanos = pause == null ? 0 : pause.toNanos();
            while (!closed && (pause == null ? !fresh : nanos > 0 && allowed.getAsBoolean())) {
                if (pause == null) {
                    changed.await();
                } else {
                    nanos = changed.awaitNanos(nanos);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Before the store is asked, so that what comes after is not missed. */
    private void forgetFresh() {
        lock.lock();
        try {
            fresh = false;
        } finally {
            lock.unlock();
        }
    }
}
