package dev.candor.server.privacy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the scrubber took out, and raises an alarm: what it finds, some sender should not have sent. A kind is logged at once and
 * then at most every ten minutes, with numbers alone.
 */
public final class Scrubbed {
    private static final Logger LOG = LoggerFactory.getLogger(Scrubbed.class);
    private static final Duration BETWEEN_ALARMS = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<Finding, Long> counts = new EnumMap<>(Finding.class);
    private final Map<Finding, Instant> alarms = new EnumMap<>(Finding.class);

    public Scrubbed(Clock clock) {
        this.clock = clock;
    }

    /** The scrubber took something out. */
    public synchronized void found(Finding finding) {
        var count = counts.merge(finding, 1L, Long::sum);
        var now = clock.instant();
        var last = alarms.get(finding);
        if (last == null || !now.isBefore(last.plus(BETWEEN_ALARMS))) {
            alarms.put(finding, now);
            LOG.warn(
                    "A sender passes on personal data: what looks like {} was taken out of an event ({} since the start)",
                    finding.words(),
                    count);
        }
    }

    /** How many of a kind were taken out since the start. */
    public synchronized long count(Finding finding) {
        return counts.getOrDefault(finding, 0L);
    }

    /** How many of each kind were taken out since the start; kinds that were never found are absent. */
    public synchronized Map<Finding, Long> counts() {
        return counts.isEmpty() ? Map.of() : new EnumMap<>(counts);
    }
}
