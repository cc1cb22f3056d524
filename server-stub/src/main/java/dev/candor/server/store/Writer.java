package dev.candor.server.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that speaks to the database. Work that waits is committed together: one write to disk for as many callers
 * as came in the meantime.
 */
final class Writer implements AutoCloseable {
    private static final int MAX_GROUP = 512;

    private final Connection connection;
    private final LinkedBlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /** Work on the database. */
    interface Work<T> {
        T run() throws SQLException;
    }

    private record Task<T>(Work<T> work, boolean alone, CompletableFuture<T> result) {}

    private record Done<T>(Task<T> task, T value) {
        void complete() {
            task.result.complete(value);
        }
    }

    Writer(Connection connection) {
        this.connection = connection;
        this.thread = new Thread(this::loop, "candor-store");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Runs the work in a transaction, with others, and returns when it is committed. */
    <T> T run(Work<T> work) throws IOException {
        return await(new Task<>(work, false, new CompletableFuture<>()));
    }

    /** Runs the work outside of any transaction. */
    <T> T runAlone(Work<T> work) throws IOException {
        return await(new Task<>(work, true, new CompletableFuture<>()));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        fail(new ArrayList<>(queue), new SQLException("the store is closed"));
    }

    private <T> T await(Task<T> task) throws IOException {
        if (closed) {
            throw new IOException("the store is closed");
        }
        queue.add(task);
        try {
            return task.result.get();
        } catch (ExecutionException e) {
            throw new IOException("the store did not take it", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the store worked", e);
        }
    }

    private void loop() {
        while (!closed || !queue.isEmpty()) {
            var group = new ArrayList<Task<?>>();
            try {
                group.add(queue.take());
            } catch (InterruptedException closing) {
                var rest = queue.poll();
                if (rest == null) {
                    continue;
                }
                group.add(rest);
            }
            var head = queue.peek();
            while (!group.get(0).alone && head != null && !head.alone && group.size() < MAX_GROUP) {
                group.add(queue.remove());
                head = queue.peek();
            }
            execute(group);
        }
    }

    private void execute(List<Task<?>> group) {
        try {
            var done = new ArrayList<Done<?>>();
            boolean alone = group.get(0).alone;
            connection.setAutoCommit(alone);
            for (var task : group) {
                done.add(run(task));
            }
            if (!alone) {
                connection.commit();
            }
            done.forEach(Done::complete);
        } catch (SQLException | RuntimeException e) {
            rollback();
            fail(group, e);
        }
    }

    private static <T> Done<T> run(Task<T> task) throws SQLException {
        return new Done<>(task, task.work.run());
    }

    private void rollback() {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            // The failure that led here is the one to report.
        }
    }

    private static void fail(List<Task<?>> tasks, Exception e) {
        tasks.forEach(task -> task.result.completeExceptionally(e));
    }
}
