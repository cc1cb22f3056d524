package dev.candor.server.privacy;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Values that were found to be fine as they are, so that the next event with the same route, title or browser costs no search. Only
 * what passes is kept, {@value #MOST} values at most and in memory alone; what a test refuses is tested each time, as it may raise an alarm.
 */
final class Remembered<T> {
    static final int MOST = 2_048;

    private final Set<T> fine = ConcurrentHashMap.newKeySet();

    /** Whether the value passes the test, which always gives the same answer for the same value. */
    boolean passes(T value, Predicate<T> test) {
        if (fine.contains(value)) {
            return true;
        }
        boolean passes = test.test(value);
        if (passes) {
            remember(value);
        }
        return passes;
    }

    /**
     * What a cleaning makes of the value.
     *
     * @param unchanged what it makes of one that passes
     */
    <R extends @Nullable Object> R cleaned(T value, R unchanged, Function<T, R> cleaning) {
        if (fine.contains(value)) {
            return unchanged;
        }
        R cleaned = cleaning.apply(value);
        if (Objects.equals(cleaned, unchanged)) {
            remember(value);
        }
        return cleaned;
    }

    private void remember(T value) {
        if (fine.size() >= MOST) {
            fine.clear();
        }
        fine.add(value);
    }
}
