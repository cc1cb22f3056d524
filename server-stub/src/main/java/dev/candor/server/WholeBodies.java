package dev.candor.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Gives a request to a thread once its whole body is there, so that no number of bodies that trickle in keeps others waiting: 408
 * for one that takes too long, or stops for longer than the connection's idle time; 400 for one that breaks
 * off. Of one that is too large only the beginning is handed on, enough for whoever reads it to see that; the rest is read
 * away, as a client that is still writing when the connection closes never sees the answer.
 */
final class WholeBodies extends Handler.Wrapper {
    private static final int MAX_READ_BYTES = 8 << 20;

    private final int maxBytes;
    private final long maxMs;

    /**
     * Before a handler.
     *
     * @param maxBytes the largest body that anybody takes
     * @param maxMs how long a body may take
     */
    WholeBodies(Handler handler, int maxBytes, long maxMs) {
        super(handler);
        this.maxBytes = maxBytes;
        this.maxMs = maxMs;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var reading = new Reading(request, response, callback);
        reading.read();
        // What came with the head needs no other thread.
        return reading.handOn(false);
    }

    private boolean pass(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, callback);
    }

    /** One body on its way. */
    private final class Reading {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final Scheduler.Task deadline;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final AtomicBoolean handedOn = new AtomicBoolean();
        private long read;
        private volatile boolean complete;
        private volatile @Nullable Throwable failure;

        Reading(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.deadline = request.getComponents()
                    .getScheduler()
                    .schedule(() -> request.fail(new TimeoutException()), maxMs, TimeUnit.MILLISECONDS);
        }

        /** Reads what is there, and asks to be called when there is more. */
        private void read() {
            while (!complete) {
                var chunk = request.read();
                if (chunk == null) {
                    request.demand(this::readOn);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    failure = chunk.getFailure();
                    complete = true;
                    return;
                }
                keep(chunk.getByteBuffer());
                complete = chunk.isLast() || read > MAX_READ_BYTES;
                chunk.release();
            }
        }

        private void readOn() {
            read();
            if (complete) {
                request.getComponents().getExecutor().execute(() -> handOn(true));
            }
        }

        private void keep(ByteBuffer chunk) {
            read += chunk.remaining();
            int room = Math.min(chunk.remaining(), maxBytes + 1 - bytes.size());
            var kept = new byte[room];
            chunk.get(kept);
            bytes.write(kept, 0, room);
        }

        /** True when it is, or will be, answered. */
        private boolean handOn(boolean later) {
            if (!complete) {
                return true;
            }
            if (!handedOn.compareAndSet(false, true)) {
                return true;
            }
            deadline.cancel();
            var broken = failure;
            if (broken != null) {
                int status = broken instanceof TimeoutException
                        ? HttpStatus.REQUEST_TIMEOUT_408
                        : HttpStatus.BAD_REQUEST_400;
                Response.writeError(request, response, callback, status);
                return true;
            }
            try {
                boolean handled = pass(new Read(request, bytes.toByteArray()), response, callback);
                if (!handled && later) {
                    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                }
                return handled;
            } catch (Exception e) {
                Response.writeError(request, response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500);
                return true;
            }
        }
    }

    /** The request, with its body in memory. */
    private static final class Read extends Request.Wrapper {
        private final Content.Source body;

        Read(Request request, byte[] bytes) {
            super(request);
            this.body = new ByteBufferContentSource(ByteBuffer.wrap(bytes));
        }

        @Override
        public Content.@Nullable Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable demandCallback) {
            body.demand(demandCallback);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
            super.fail(failure);
        }
    }
}
