package dev.candor.server.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that speaks to the database. Work that waits is committed together: one write to disk for as many callers
 * as came in the meantime. What waits is bounded, in events and in bytes.
 */
final class Writer implements AutoCloseable {
    static final int MAX_QUEUED_EVENTS = 20_000;
    static final long MAX_QUEUED_BYTES = 16 << 20;
    private static final int MAX_GROUP = 512;
    /** Of which each may be held by a client that does not read its answer. */
    private static final int FOLLOWERS = 16;

    private final Database database;
    private final StoreHealth health;
    private final DailyCounts counts;
    private final StateCounts states;
    private final LinkedBlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    /** Goes on with what waited for a commit, while the next one is made. */
    private final ExecutorService followers = Executors.newFixedThreadPool(FOLLOWERS, Writer::follower);

    private long queuedEvents;
    private long queuedBytes;
    private volatile boolean closed;

    /** Work on the database. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Work on the file itself. */
    interface FileWork {
        void run(Database database) throws SQLException;
    }

    /** What waits for a piece of work. */
    record Load(int events, long bytes) {
        static final Load NONE = new Load(0, 0);
    }

    /** Work that is done at once for all who wait for it one after the other. */
    interface Joint<P, T> {
        /** What came of each part, in their order. */
        List<T> run(Connection connection, List<P> parts) throws SQLException;
    }

    /**
     * Begins to write.
     *
     * @param counts written with each group that is committed
     * @param states told when one was not
     */
    Writer(Database database, StoreHealth health, DailyCounts counts, StateCounts states) {
        this.database = database;
        this.health = health;
        this.counts = counts;
        this.states = states;
        this.thread = new Thread(this::loop, "candor-store");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Runs the work in a transaction, with others, and returns when it is committed. */
    <T> T run(Work<T> work) throws IOException {
        return await(new Task<>(database -> work.run(database.opened()), false));
    }

    /** As {@link #run(Work)}, where there is room in the queue for so much more. */
    <T> T run(Work<T> work, Load load) throws IOException, StoreFullException {
        admit(load);
        try {
            return run(work);
        } finally {
            release(load);
        }
    }

    /** As {@link #run(Work, Load)}, without waiting: a part of the work, completed by another thread than the one that writes. */
    <P, T> CompletableFuture<T> later(Joint<P, T> whole, P part, Load load) throws IOException, StoreFullException {
        admit(load);
        var task = new Task<>(new Task.Part<>(whole, part), false);
        add(task);
        return task.result()
                .whenComplete((value, failure) -> release(load))
                .handleAsync(
                        (value, failure) -> {
                            if (failure != null) {
                                throw new CompletionException(notTaken(failure.getCause()));
                            }
                            return value;
                        },
                        followers);
    }

    /** Runs the work outside of any transaction. */
    <T> T runAlone(Work<T> work) throws IOException {
        return await(new Task<>(database -> work.run(database.connection()), true));
    }

    /** Runs work that needs no connection. */
    void runOnFile(FileWork work) throws IOException {
        await(new Task<>(
                database -> {
                    work.run(database);
                    return true;
                },
                true));
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
        followers.shutdown();
    }

    /** Whatever is larger than the bounds is admitted when nothing else waits. */
    private synchronized void admit(Load load) throws StoreFullException {
        boolean fits = queuedEvents + load.events <= MAX_QUEUED_EVENTS && queuedBytes + load.bytes <= MAX_QUEUED_BYTES;
        if (!fits && queuedEvents > 0) {
            throw StoreFullException.busy();
        }
        queuedEvents += load.events;
        queuedBytes += load.bytes;
    }

    private synchronized void release(Load load) {
        queuedEvents -= load.events;
        queuedBytes -= load.bytes;
    }

    private void add(Task<?> task) throws IOException {
        if (closed) {
            throw new IOException("the store is closed");
        }
        queue.add(task);
    }

    private static IOException notTaken(@Nullable Throwable cause) {
        return new IOException("the store did not take it", cause);
    }

    private <T> T await(Task<T> task) throws IOException {
        add(task);
        try {
            return task.result().get();
        } catch (ExecutionException e) {
            throw notTaken(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the store worked", e);
        }
    }

    private static Thread follower(Runnable work) {
        var thread = new Thread(work, "candor-stored");
        thread.setDaemon(true);
        return thread;
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
            while (!group.get(0).alone() && head != null && !head.alone() && group.size() < MAX_GROUP) {
                group.add(queue.remove());
                head = queue.peek();
            }
            execute(group);
        }
    }

    private void execute(List<Task<?>> group) {
        try {
            var done = group.get(0).alone() ? List.of(group.get(0).run(database)) : together(group);
            done.forEach(Task.Done::complete);
        } catch (SQLException e) {
            health.failed(e);
            if (StoreHealth.isDamage(e)) {
                database.suspect();
            }
            fail(group, e);
        } catch (RuntimeException e) {
            fail(group, e);
        }
    }

    private List<Task.Done<?>> together(List<Task<?>> group) throws SQLException {
        var connection = database.connection();
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            var done = Task.run(group, database);
            counts.write(connection);
            connection.commit();
            committed = true;
            return done;
        } finally {
            end(connection, committed);
        }
    }

    /** Leaves no transaction behind. Where the database ended it by itself, its connection is not used again. */
    private void end(Connection connection, boolean committed) {
        counts.end(committed);
        states.end(committed);
        try {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            database.close();
        }
    }

    private static void fail(List<Task<?>> tasks, Exception e) {
        tasks.forEach(task -> task.result().completeExceptionally(e));
    }
}
