package dev.candor.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections on which a request's head takes too long. Jetty's idle time begins anew with each byte, so that a client that sends
 * one a second would hold its connection for as long as a head may be large: more than two hours.
 *
 * <p>A head is on its way while every request that came was answered and more bytes come. A bean of the connector, which tells it
 * of each connection.
 */
final class SlowHeads extends AbstractLifeCycle implements Connection.Listener {
    private static final int LOOKS = 20;

    private final Scheduler scheduler;
    private final long maxNanos;
    private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();

    /** @param maxMs how long a head may take, give or take a twentieth */
    SlowHeads(Scheduler scheduler, long maxMs) {
        this.scheduler = scheduler;
        this.maxNanos = TimeUnit.MILLISECONDS.toNanos(maxMs);
    }

    /**
     * What was seen of a connection.
     *
     * @param requests how many had come
     * @param bytes how many had come when the last request was first seen to be answered
     * @param nanos when that was, or when the first byte after it was seen
     */
    private record Progress(long requests, long bytes, boolean begun, long nanos) {
        static Progress of(Connection connection) {
            return new Progress(connection.getMessagesIn(), connection.getBytesIn(), false, 0);
        }
    }

    @Override
    public void onOpened(Connection connection) {
        connections.put(connection, new Progress(0, 0, false, 0));
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    @Override
    protected void doStart() {
        next();
    }

    private void next() {
        scheduler.schedule(this::look, maxNanos / LOOKS, TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (!isRunning() && !isStarting()) {
            return;
        }
        long now = System.nanoTime();
        connections.replaceAll((connection, seen) -> seen(connection, seen, now));
        connections.forEach((connection, seen) -> {
            if (seen.begun && now - seen.nanos > maxNanos) {
                connection.getEndPoint().close();
            }
        });
        next();
    }

    private static Progress seen(Connection connection, Progress before, long now) {
        long requests = connection.getMessagesIn();
        if (requests != before.requests || requests != connection.getMessagesOut()) {
            return Progress.of(connection);
        }
        return !before.begun && connection.getBytesIn() > before.bytes
                ? new Progress(requests, before.bytes, true, now)
                : before;
    }
}
