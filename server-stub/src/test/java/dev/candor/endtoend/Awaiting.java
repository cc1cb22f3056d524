package dev.candor.endtoend;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Bounded waiting for what another process does. */
final class Awaiting {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private Awaiting() {}

    interface Look<T> {
        T get() throws IOException, InterruptedException;
    }

    /** What is seen once it is as expected; at the limit what is seen then, for the test to refuse. */
    static <T> T until(Look<T> look, Predicate<T> expected) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        var seen = look.get();
        while (!expected.test(seen) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            seen = look.get();
        }
        return seen;
    }
}
