package dev.candor.server.relay;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after the n-th failure in a row: any time up to a limit that doubles ("full jitter"), so that instances
 * that lost the same collector do not come back together.
 */
public record Backoff(Duration first, Duration most, RandomGenerator random) {
    private static final Duration LONGEST_ASKED = Duration.ofHours(6);

    /**
     * How long to wait now.
     *
     * @param failures how often it failed in a row, from 1
     * @param asked what the collector asked for, or null; never less than that is waited
     */
    public Duration delay(int failures, @Nullable Duration asked) {
        long limitMs = Math.min(most.toMillis(), first.toMillis() << Math.min(failures - 1, 30));
        var jitter = Duration.ofMillis(1 + random.nextLong(Math.max(1, limitMs)));
        if (asked == null) {
            return jitter;
        }
        return asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked.plus(jitter);
    }
}
