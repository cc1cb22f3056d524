package dev.candor.server;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Bounded waiting for what another thread does. */
public final class Eventually {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private Eventually() {}

    /** What is seen once it is as expected; at the limit what is seen then, for the test to refuse. */
    public static <T> T see(Callable<T> look, Predicate<T> expected) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        var seen = look.call();
        while (!expected.test(seen) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            seen = look.call();
        }
        return seen;
    }
}
