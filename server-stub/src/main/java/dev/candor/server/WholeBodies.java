package dev.candor.server;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
 * off; 503, to be sent again, for one that comes while the others hold as much memory as all may. Of one that is too large only the beginning is handed on, enough for whoever reads it to see that; the rest is read
 * away, as a client that is still writing when the connection closes never sees the answer.
 */
final class WholeBodies extends Handler.Wrapper {
    private static final int MAX_READ_BYTES = 8 << 20;

    /** A body is given room for as much at once, where its head announces it. */
    private static final int FIRST_BYTES = 64 << 10;

    private static final byte[] NOTHING = {};

    private final int maxBytes;
    private final long maxMs;
    private final Held held;

    /**
     * Before a handler.
     *
     * @param maxBytes the largest body that anybody takes
     * @param maxMs how long a body may take
     * @param maxHeldBytes what all bodies together may hold
     */
    WholeBodies(Handler handler, int maxBytes, long maxMs, long maxHeldBytes) {
        super(handler);
        this.maxBytes = maxBytes;
        this.maxMs = maxMs;
        this.held = new Held(maxHeldBytes);
    }

    /** How much memory the bodies hold now that are coming in or worked on. */
    long heldBytes() {
        return held.now.get();
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
        private byte[] bytes = NOTHING;
        private int kept;
        private boolean refused;
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
            int more = Math.min(chunk.remaining(), maxBytes + 1 - kept);
            if (!refused && makeRoom(kept + more)) {
                chunk.get(bytes, kept, more);
                kept += more;
            } else {
                refused = true;
                giveBack();
            }
        }

        /** At once what the head announces, if it is not much; else what came, and as much again. */
        private boolean makeRoom(int needed) {
            if (needed <= bytes.length) {
                return true;
            }
            long announced = Math.min(request.getLength(), FIRST_BYTES);
            int capacity = (int) Math.min(maxBytes + 1L, Math.max(needed, bytes.length == 0 ? announced : 2L * needed));
            if (!held.add(capacity - bytes.length)) {
                return false;
            }
            bytes = Arrays.copyOf(bytes, capacity);
            return true;
        }

        private void giveBack() {
            held.remove(bytes.length);
            bytes = NOTHING;
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
            try {
                return answer(later);
            } finally {
                giveBack();
            }
        }

        private boolean answer(boolean later) {
            var broken = failure;
            if (broken != null || refused) {
                Response.writeError(request, response, callback, status(broken));
                return true;
            }
            try {
                boolean handled = pass(new Read(request, ByteBuffer.wrap(bytes, 0, kept)), response, callback);
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

    private static int status(@Nullable Throwable broken) {
        if (broken == null) {
            return HttpStatus.SERVICE_UNAVAILABLE_503;
        }
        return broken instanceof TimeoutException ? HttpStatus.REQUEST_TIMEOUT_408 : HttpStatus.BAD_REQUEST_400;
    }

    /** How many bytes all bodies together hold. */
    private static final class Held {
        private final long most;
        private final AtomicLong now = new AtomicLong();

        Held(long most) {
            this.most = most;
        }

        boolean add(int bytes) {
            if (now.addAndGet(bytes) <= most) {
                return true;
            }
            now.addAndGet(-bytes);
            return false;
        }

        void remove(int bytes) {
            now.addAndGet(-bytes);
        }
    }

    /** The request, with its body in memory. */
    private static final class Read extends Request.Wrapper {
        private final Content.Source body;

        Read(Request request, ByteBuffer bytes) {
            super(request);
            this.body = new ByteBufferContentSource(bytes);
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
