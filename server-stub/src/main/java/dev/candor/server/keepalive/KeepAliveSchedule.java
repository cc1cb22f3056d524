package dev.candor.server.keepalive;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * When an installation says that it runs. Time is cut into periods of one interval, counted from the epoch and shifted by
 * a phase of the installation's own; each period has one ping, up to a tenth of the interval after the period begins. The
 * phase is that of the first ping, which comes within a 360th of the interval (a minute, of six hours). So a ping is due
 * every interval, give or take a tenth; installations that one script started drift apart; and a period's number follows
 * from the clock alone.
 *
 * @param intervalMs how long a period is
 * @param firstMs when the first ping is due, in milliseconds since the epoch
 * @param lastPeriod the number of the last period that needs no ping any more
 */
public record KeepAliveSchedule(long intervalMs, long firstMs, long lastPeriod) {
    private static final int FIRST_PARTS = 360;
    private static final int JITTER_PARTS = 10;

    /** The schedule of a new installation. */
    public static KeepAliveSchedule first(Duration interval, Instant now, RandomGenerator random) {
        long intervalMs = interval.toMillis();
        long firstMs = now.toEpochMilli() + headStart(intervalMs, random);
        var schedule = new KeepAliveSchedule(intervalMs, firstMs, 0);
        return schedule.after(schedule.period(Instant.ofEpochMilli(firstMs)) - 1);
    }

    /**
     * The schedule of all replicas that were given one id: its phase follows from the id, so that a period of one is a period of all.
     * The current period has had no ping yet, as far as a new replica knows.
     */
    static KeepAliveSchedule shared(Duration interval, Instant now, String instanceId) {
        long intervalMs = interval.toMillis();
        var schedule =
                new KeepAliveSchedule(intervalMs, new SplittableRandom(instanceId.hashCode()).nextLong(intervalMs), 0);
        return schedule.after(schedule.period(now) - 1);
    }

    /** This one, with the pings of the one that was kept where that had the same periods and is not ahead of the clock. */
    KeepAliveSchedule continuing(Optional<KeepAliveSchedule> kept) {
        return kept.filter(known -> known.intervalMs == intervalMs
                        && known.firstMs == firstMs
                        && known.lastPeriod <= lastPeriod + 2)
                .orElse(this);
    }

    /** A short random delay, so that installations that start together do not ping together. */
    private static long headStart(long intervalMs, RandomGenerator random) {
        return random.nextLong(Math.max(1, intervalMs / FIRST_PARTS));
    }

    /**
     * The schedule after a restart. One of another interval begins anew. One that is ahead of the clock, which then was
     * wrong before, counts the current period as done.
     */
    public KeepAliveSchedule resumed(Duration interval, Instant now, RandomGenerator random) {
        if (interval.toMillis() != intervalMs) {
            return first(interval, now, random);
        }
        return lastPeriod > period(now) + 1 ? after(period(now)) : this;
    }

    /** The number of the period in which a moment lies. */
    public long period(Instant time) {
        return Math.floorDiv(time.toEpochMilli() - Math.floorMod(firstMs, intervalMs), intervalMs);
    }

    /** The schedule once a period had its ping. */
    public KeepAliveSchedule after(long period) {
        return new KeepAliveSchedule(intervalMs, firstMs, period);
    }

    /** The period whose ping comes next: the current one, unless it had its ping. What was missed before it stays missed. */
    public long nextPeriod(Instant now) {
        return Math.max(period(now), lastPeriod + 1);
    }

    /** When a period's ping is due. */
    public Instant due(long period, String instanceId) {
        long begin = period * intervalMs + Math.floorMod(firstMs, intervalMs);
        if (begin == firstMs) {
            return Instant.ofEpochMilli(begin);
        }
        var jitter = new SplittableRandom(period * 31 + instanceId.hashCode());
        return Instant.ofEpochMilli(begin + jitter.nextLong(Math.max(1, intervalMs / JITTER_PARTS)));
    }

    /**
     * Before when there is no ping after a start: what is overdue waits for a short random time, so that installations that come back
     * together do not ping together. The very first ping has waited for its own.
     */
    Instant notBefore(Instant start, String instanceId, RandomGenerator random) {
        boolean first = lastPeriod < period(Instant.ofEpochMilli(firstMs));
        boolean overdue = due(nextPeriod(start), instanceId).isBefore(start);
        return first && !overdue ? start : start.plusMillis(headStart(intervalMs, random));
    }

    /** When the next ping is due, which is not before a moment. */
    Instant nextDue(Instant now, String instanceId, Instant notBefore) {
        var due = due(nextPeriod(now), instanceId);
        return due.isBefore(notBefore) ? notBefore : due;
    }

    /** As it is kept: {@code 21600000:1604477749537:74281}. */
    String text() {
        return intervalMs + ":" + firstMs + ":" + lastPeriod;
    }

    static KeepAliveSchedule parse(String text) {
        var parts = text.split(":", 3);
        return new KeepAliveSchedule(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
}
