package dev.candor.server.keepalive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.relay.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A million instances' keep-alives on a virtual clock, by the real schedule and the real backoff: how many a collector sees a second. */
class FleetTest {
    private static final int INSTANCES = 1_000_000;
    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final Instant BEGIN = Instant.parse("2026-11-24T00:00:00Z");
    private static final int DAYS = 2;
    private static final int SECONDS = DAYS * 86_400;
    private static final double MEAN = INSTANCES / (double) INTERVAL.toSeconds();

    /** Pings by the second. */
    private static final class Load {
        final int[] bySecond = new int[SECONDS];

        void add(Instant at) {
            long second = Duration.between(BEGIN, at).toSeconds();
            if (second >= 0 && second < SECONDS) {
                bySecond[(int) second]++;
            }
        }

        int busiestSecond(int from, int to) {
            int most = 0;
            for (int i = from; i < to; i++) {
                most = Math.max(most, bySecond[i]);
            }
            return most;
        }

        long total() {
            long total = 0;
            for (int one : bySecond) {
                total += one;
            }
            return total;
        }

        void print(String what, int settledAfter) {
            System.out.printf(
                    "| %s | %,d | %,d | %,d | %.1f |%n",
                    what,
                    total(),
                    busiestSecond(0, SECONDS),
                    busiestSecond(settledAfter, SECONDS),
                    busiestSecond(settledAfter, SECONDS) / MEAN);
        }
    }

    @BeforeAll
    static void head() {
        System.out.println(
                "| a million instances, 48 hours | requests | busiest second | after the first hour | times the mean |");
        System.out.println("| --- | --: | --: | --: | --: |");
    }

    private static String id(int instance) {
        return "instance-" + instance;
    }

    /** Lets an instance ping until the end, from a moment on. */
    private static void run(Load load, KeepAliveSchedule from, Instant start, String id, Random random) {
        var schedule = from;
        var now = start;
        var notBefore = from.notBefore(start, id, random);
        var end = BEGIN.plusSeconds(SECONDS);
        while (true) {
            var due = schedule.nextDue(now, id, notBefore);
            if (!due.isBefore(end)) {
                return;
            }
            now = due.isBefore(now) ? now : due;
            load.add(now);
            schedule = schedule.after(schedule.nextPeriod(now));
        }
    }

    @Test
    void withoutJitterAllComeInOneSecond() {
        var load = new Load();
        for (int i = 0; i < INSTANCES; i++) {
            for (var at = BEGIN; at.isBefore(BEGIN.plusSeconds(SECONDS)); at = at.plus(INTERVAL)) {
                load.add(at);
            }
        }
        load.print("no jitter: every six hours on the clock", 3_600);
        assertThat(load.busiestSecond(0, SECONDS)).isEqualTo(INSTANCES);
    }

    @Test
    void thatAllStartInOneSecondIsSpreadOverAMinuteAndThenOverATenth() {
        var load = new Load();
        var random = new Random(1);
        for (int i = 0; i < INSTANCES; i++) {
            run(load, KeepAliveSchedule.first(INTERVAL, BEGIN, random), BEGIN, id(i), random);
        }
        load.print("all started in the same second", 3_600);
        assertThat(load.total()).isBetween(8L * INSTANCES - INSTANCES / 8, 8L * INSTANCES + INSTANCES / 8);
        assertThat(load.busiestSecond(0, 60)).isLessThan(INSTANCES / 60 * 11 / 10);
        assertThat(load.busiestSecond(3_600, SECONDS)).isLessThan((int) (MEAN * 13));
    }

    @Test
    void thatAllStartInOneDayIsALevelLoad() {
        var load = new Load();
        var random = new Random(2);
        for (int i = 0; i < INSTANCES; i++) {
            var start = BEGIN.plusSeconds(random.nextInt(86_400)).minus(Duration.ofDays(1));
            run(load, KeepAliveSchedule.first(INTERVAL, start, random), start, id(i), random);
        }
        load.print("started over a day", 3_600);
        assertThat(load.busiestSecond(0, SECONDS)).isLessThan((int) (MEAN * 2.2));
    }

    @Test
    void thatAllComeBackTogetherIsSpreadOverAMinuteAndKeepsTheirPhases() {
        var load = new Load();
        var random = new Random(3);
        for (int i = 0; i < INSTANCES; i++) {
            var start = BEGIN.minus(Duration.ofDays(3)).plusSeconds(random.nextInt(86_400));
            var schedule = KeepAliveSchedule.first(INTERVAL, start, random);
            // Every other one had no time for its first ping.
            var known = i % 2 == 0 ? schedule : schedule.after(schedule.period(BEGIN) - 8);
            run(load, known, BEGIN, id(i), random);
        }
        load.print("all off for two days, back in the same second", 3_600);
        assertThat(load.busiestSecond(0, 120)).isLessThan(INSTANCES / 60 * 11 / 10);
        assertThat(load.busiestSecond(3_600, SECONDS)).isLessThan((int) (MEAN * 2.2));
    }

    @Test
    void aCollectorThatIsAwayForSixHoursIsNotRunOverWhenItIsBack() {
        var load = new Load();
        var backAt = BEGIN.plus(INTERVAL);
        var random = new SplittableRandom(4);
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), random);
        for (int i = 0; i < INSTANCES; i++) {
            // Each had a ping to send at some moment of the outage, and tries until it is over.
            var at = BEGIN.plusMillis(random.nextLong(INTERVAL.toMillis()));
            for (int failures = 1; at.isBefore(backAt); failures++) {
                at = at.plus(backoff.delay(failures, null));
            }
            load.add(at);
        }
        int second = (int) INTERVAL.toSeconds();
        System.out.printf(
                "| collector away for six hours: the first five minutes after | %,d | %,d | | %.1f |%n",
                load.total(),
                load.busiestSecond(second, second + 300),
                load.busiestSecond(second, second + 300) / MEAN);
        assertThat(load.total()).isEqualTo(INSTANCES);
        assertThat(load.busiestSecond(second + 301, SECONDS)).isZero();
        assertThat(load.busiestSecond(second, second + 300)).isLessThan((int) (MEAN * 180));
    }
}
