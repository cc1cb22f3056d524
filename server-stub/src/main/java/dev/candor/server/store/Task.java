package dev.candor.server.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A piece of work for the thread that writes, and who waits for it.
 *
 * @param alone not together with other work, and outside of any transaction
 */
record Task<T>(Step<T> step, boolean alone, CompletableFuture<T> result) {
    /** What it does. */
    interface Step<T> {
        T run(Database database) throws SQLException;
    }

    /** One caller's share of work that is done for all who wait for it one after the other. */
    record Part<P, T>(Writer.Joint<P, T> whole, P part) implements Step<T> {
        @Override
        public T run(Database database) throws SQLException {
            return whole.run(database.opened(), List.of(part)).get(0);
        }
    }

    /** What came of it, which is told when it is committed. */
    record Done<T>(Task<T> task, T value) {
        void complete() {
            task.result.complete(value);
        }
    }

    Task(Step<T> step, boolean alone) {
        this(step, alone, new CompletableFuture<>());
    }

    Done<T> run(Database database) throws SQLException {
        return new Done<>(this, step.run(database));
    }

    /** Runs them in their order. */
    static List<Done<?>> run(List<Task<?>> tasks, Database database) throws SQLException {
        var done = new ArrayList<Done<?>>();
        while (done.size() < tasks.size()) {
            var next = tasks.subList(done.size(), endOfJoint(tasks, done.size()));
            if (next.size() > 1 && next.get(0).step instanceof Part<?, ?> part) {
                done.addAll(jointly(part, next, database));
            } else {
                done.add(next.get(0).run(database));
            }
        }
        return done;
    }

    /** Where those end that have a part in the same work; any other is one by itself. */
    private static int endOfJoint(List<Task<?>> tasks, int from) {
        int to = from + 1;
        if (tasks.get(from).step instanceof Part<?, ?> first) {
            while (to < tasks.size() && tasks.get(to).step instanceof Part<?, ?> next && next.whole == first.whole) {
                to++;
            }
        }
        return to;
    }

    @SuppressWarnings("unchecked") // All are parts of one piece of work.
    private static <P, T> List<Done<?>> jointly(Part<P, T> first, List<Task<?>> tasks, Database database)
            throws SQLException {
        var parts = new ArrayList<P>();
        for (var task : tasks) {
            parts.add(((Part<P, T>) task.step).part);
        }
        var values = first.whole.run(database.opened(), parts);
        var done = new ArrayList<Done<?>>();
        for (int i = 0; i < tasks.size(); i++) {
            done.add(new Done<>((Task<T>) tasks.get(i), values.get(i)));
        }
        return done;
    }
}
