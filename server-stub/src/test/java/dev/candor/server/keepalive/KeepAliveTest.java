package dev.candor.server.keepalive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.server.FakeClock;
import dev.candor.server.store.EventStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepAliveTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final Duration TENTH = INTERVAL.dividedBy(10);

    @TempDir
    Path dir;

    private final FakeClock clock = new FakeClock("2026-11-24T10:00:00Z");
    private final Random random = new Random(7);
    private EventStore store;
    private KeepAlive keepAlive;
    private boolean allowed = true;

    @BeforeEach
    void start() throws IOException {
        store = new EventStore(dir.resolve("candor.db"), 1 << 24);
        keepAlive = keepAlive(INTERVAL);
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
    }

    @Test
    void replicasThatWereGivenOneIdPingAsOne() throws Exception {
        var id = "7f0c2d4e-93b1-4a6f-8c55-1e0d9b7a2c34";
        var ids = new ArrayList<List<String>>();
        for (int replica = 0; replica < 3; replica++) {
            clock.set(Instant.parse("2026-11-24T10:00:00Z").plus(Duration.ofMinutes(100L * replica)));
            try (var own = new EventStore(dir.resolve("replica-" + replica + ".db"), 1 << 24)) {
                var instance = new Instance(own, new Random(replica), () -> true, id);
                for (int starts = 0; starts < 2; starts++) {
                    keepAlive = new KeepAlive(own, instance, INTERVAL, clock, new Random(starts), () -> true);
                    pass(Duration.ofMinutes(2));
                }
                pass(Duration.ofDays(3));
                assertThat(own.value("instanceId")).as("not kept").isEmpty();
                ids.add(own.latest(100).stream()
                        .map(kept -> json(kept.json()).get("messageId").asText())
                        .toList());
                assertThat(json(own.latest(1).get(0).json())
                                .at("/properties/instanceId")
                                .asText())
                        .isEqualTo(id);
            }
        }
        assertThat(ids)
                .allSatisfy(all -> assertThat(all).doesNotHaveDuplicates().hasSizeBetween(12, 14));
        var different = ids.stream().flatMap(List::stream).distinct().count();
        assertThat(different).as("periods in 75 hours, not pings").isBetween(13L, 15L);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("The store holds JSON only", e);
        }
    }

    private KeepAlive keepAlive(Duration interval) {
        return new KeepAlive(
                store, new Instance(store, random, () -> allowed, null), interval, clock, random, () -> allowed);
    }

    private void restart() throws IOException {
        stop();
        start();
    }

    private List<JsonNode> pings() throws IOException {
        var pings = new ArrayList<JsonNode>();
        for (var kept : store.latest(1_000)) {
            pings.add(0, JSON.readTree(kept.json()));
        }
        return pings;
    }

    private List<Instant> pingTimes() throws IOException {
        return pings().stream()
                .map(ping -> Instant.parse(ping.get("receivedAt").asText()))
                .toList();
    }

    /** Lets the time pass in steps of half a minute, as the thread does that looks at the clock. */
    private void pass(Duration duration) throws Exception {
        var end = clock.instant().plus(duration);
        while (clock.instant().isBefore(end)) {
            keepAlive.tick();
            clock.advance(Duration.ofSeconds(30));
        }
    }

    @Test
    void theFirstPingComesWithinAMinute() throws Exception {
        assertThat(keepAlive.tick().pinged()).isFalse();
        pass(Duration.ofSeconds(90));
        assertThat(pings()).hasSize(1);
    }

    @Test
    void thereIsOnePingAPeriodGiveOrTakeATenth() throws Exception {
        pass(Duration.ofDays(30));
        var times = pingTimes();
        assertThat(times.size()).isBetween(119, 121);
        var gaps = new HashSet<Duration>();
        for (int i = 1; i < times.size(); i++) {
            var gap = Duration.between(times.get(i - 1), times.get(i));
            gaps.add(gap);
            assertThat(gap)
                    .isGreaterThanOrEqualTo(INTERVAL.minus(TENTH).minusMinutes(1))
                    .isLessThanOrEqualTo(INTERVAL.plus(TENTH).plusMinutes(1));
        }
        assertThat(gaps).as("jitter").hasSizeGreaterThan(30);
        assertThat(pings()).extracting(ping -> ping.get("messageId").asText()).doesNotHaveDuplicates();
    }

    @Test
    void instancesThatStartTogetherDoNotMarchInStep() {
        var now = clock.instant();
        var schedules = new HashSet<Instant>();
        for (int i = 0; i < 100; i++) {
            var schedule = KeepAliveSchedule.first(INTERVAL, now, new Random(i));
            long next = schedule.nextPeriod(now);
            assertThat(Duration.between(now, schedule.due(next, "id"))).isBetween(Duration.ZERO, Duration.ofMinutes(1));
            schedules.add(schedule.after(next).due(next + 1, "id-" + i));
        }
        assertThat(schedules).hasSizeGreaterThan(95);
    }

    @Test
    void aRestartKeepsTheScheduleAndTheId() throws Exception {
        pass(Duration.ofHours(1));
        var due = keepAlive.next().orElseThrow().due();
        for (int i = 0; i < 20; i++) {
            restart();
            pass(Duration.ofMinutes(2));
        }
        assertThat(pings()).hasSize(1);
        assertThat(keepAlive.next().orElseThrow().due()).isEqualTo(due);
        pass(Duration.ofHours(7));
        assertThat(pings()).hasSize(2);
        assertThat(pings())
                .extracting(ping -> ping.at("/properties/instanceId").asText())
                .containsOnly(pings().get(0).get("userId").asText());
    }

    @Test
    void aCrashBetweenPingsAndRestartsEveryMinutePingOnceAPeriod() throws Exception {
        var end = clock.instant().plus(Duration.ofHours(30));
        while (clock.instant().isBefore(end)) {
            restart();
            pass(Duration.ofMinutes(30));
        }
        assertThat(pings().size()).isBetween(5, 6);
    }

    @Test
    void afterALongStopThereIsOnePingAndNotOneForEachThatWasMissed() throws Exception {
        pass(Duration.ofMinutes(2));
        stop();
        clock.advance(Duration.ofDays(3));
        start();
        pass(Duration.ofMinutes(40));
        assertThat(pings().size()).isBetween(1, 2);
        pass(INTERVAL);
        assertThat(pings().size()).isBetween(2, 3);
    }

    @Test
    void aClockThatWasAheadDoesNotSilenceIt() throws Exception {
        clock.advance(Duration.ofDays(3_650));
        pass(Duration.ofMinutes(2));
        clock.advance(Duration.ofDays(-3_650));
        restart();
        pass(Duration.ofHours(7));
        assertThat(pings()).hasSize(2);
    }

    @Test
    void anotherIntervalBeginsAnew() throws Exception {
        pass(Duration.ofMinutes(2));
        keepAlive = keepAlive(Duration.ofMinutes(10));
        pass(Duration.ofMinutes(25));
        assertThat(pings().size()).isBetween(3, 4);
    }

    @Test
    void noneIsMadeWhileNoneMayLeave() throws Exception {
        allowed = false;
        pass(Duration.ofDays(1));
        assertThat(pings()).isEmpty();
        assertThat(keepAlive.next()).isEmpty();
        assertThat(store.value("instanceId")).isEmpty();
        assertThat(keepAlive.tick().next()).isNull();
    }

    @Test
    void theMessageIdFollowsFromInstanceAndPeriod() {
        assertThat(KeepAlive.messageId("a", 1))
                .isEqualTo(KeepAlive.messageId("a", 1))
                .hasSize(36);
        assertThat(KeepAlive.messageId("a", 1)).isNotEqualTo(KeepAlive.messageId("a", 2));
        assertThat(KeepAlive.messageId("a", 1)).isNotEqualTo(KeepAlive.messageId("b", 1));
    }

    @Test
    void thePingIsTheTelemetryPagesButForTheAddress() throws Exception {
        pass(Duration.ofMinutes(2));
        var ping = pings().get(0);
        var id = ping.at("/properties/instanceId").asText();
        assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(ping.get("userId").asText()).isEqualTo(id);
        assertThat(ping.at("/context/ip").asText()).isEqualTo("0.0.0.0");
        assertThat(ping.get("event").asText()).isEqualTo("Instance Active");
        assertThat(ping.get("timestamp")).isEqualTo(ping.get("receivedAt"));
        assertThat(ping.get("type").asText()).isEqualTo("track");
        assertThat(ping.get("integrations")).isEmpty();
    }

    @Test
    void whatIsShownAsNextIsWhatIsSent() throws Exception {
        pass(Duration.ofMinutes(2));
        var next = keepAlive.next().orElseThrow();
        clock.set(next.due());
        assertThat(keepAlive.tick().pinged()).isTrue();
        assertThat(store.latest(1).get(0).json()).isEqualTo(next.json());
    }
}
