package dev.candor.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Bounded waiting for what another thread does. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Eventually() {}

    /** What is seen once it is as expected; at the limit what is seen then, for the test to refuse. */
    public static <T> T see(Callable<T> look, Predicate<T> expected) throws Exception {
        return see(LIMIT, look, expected);
    }

    /** As {@link #see(Callable, Predicate)}, for what takes longer. */
    public static <T> T see(Duration limit, Callable<T> look, Predicate<T> expected) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        var seen = look.call();
        while (!expected.test(seen) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            seen = look.call();
        }
        return seen;
    }
}
