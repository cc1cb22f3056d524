package dev.candor.server.relay;

import dev.candor.server.Eventually;
import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Answers as it is told, or not before it is disconnected. */
final class SlowCollector implements Collector {
    static final Reply TAKEN = new Reply(200, null);
    /** One request as the collector saw it. */
    record Asked(int events, int failures, long atNanos) {}

    /** Not answered before it is disconnected, and not before who does that waits for it. */
    static final Reply HANGING = new Reply(0, null);
    /** Not answered at all. */
    static final Reply DOWN = new Reply(-1, null);

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final CountDownLatch disconnected = new CountDownLatch(1);
    volatile @Nullable Thread disconnecting;
    volatile boolean busy;
    volatile IntFunction<Reply> answers = nth -> TAKEN;

    @Override
    public Reply post(List<KeptEvent> events, int failures) throws IOException {
        busy = true;
        try {
            var reply = answers.apply(asked.size());
            asked.add(new Asked(events.size(), failures, System.nanoTime()));
            if (reply.equals(HANGING)) {
                disconnected.await();
                Eventually.see(Duration.ofSeconds(1), this::isWaitedFor, yes -> yes);
                throw new IOException("broken off");
            }
            if (reply.equals(DOWN)) {
                throw new IOException("down");
            }
            return reply;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            busy = false;
        }
    }

    @Override
    public void disconnect() {
        disconnecting = Thread.currentThread();
        disconnected.countDown();
    }

    private boolean isWaitedFor() {
        var thread = disconnecting;
        return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
    }

    List<Integer> failures() {
        return asked.stream().map(Asked::failures).toList();
    }

    List<Integer> sizes() {
        return asked.stream().map(Asked::events).toList();
    }
}
