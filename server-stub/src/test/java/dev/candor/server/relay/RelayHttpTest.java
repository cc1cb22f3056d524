package dev.candor.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.candor.server.Eventually;
import dev.candor.server.Receiver;
import dev.candor.server.Receiver.Answer;
import dev.candor.server.Tally;
import dev.candor.server.store.EventStore;
import dev.candor.server.store.StoredEvent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay over real HTTP, to a collector with troubles. */
class RelayHttpTest {
    private static final boolean SOAK = Boolean.getBoolean("candor.soak");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int VISITORS = 7;
    /** So long that an answer is never late but where the test wants it to be. */
    private static final Duration PATIENT = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private EventStore store;
    private Receiver receiver;
    private final List<String> sent = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        store = new EventStore(dir.resolve("candor.db"), 1 << 26);
        receiver = new Receiver();
    }

    @AfterEach
    void stop() throws Exception {
        receiver.close();
        store.close();
    }

    private Relay relay() {
        return relay(PATIENT);
    }

    private Relay relay(Duration timeout) {
        var collector = new HttpCollector(URI.create(receiver.url()), "key", Clock.systemUTC(), timeout);
        var backoff = new Backoff(Duration.ofMillis(2), Duration.ofMillis(10), new Random(1));
        var relay = new Relay(store, collector, backoff, () -> true);
        relay.start();
        return relay;
    }

    private void append(Relay relay, int count) throws Exception {
        int from = sent.size();
        var events = IntStream.range(from, from + count)
                .mapToObj(i -> new StoredEvent(
                        "m" + i,
                        "{\"messageId\":\"m" + i + "\",\"anonymousId\":\"v" + i % VISITORS + "\"}",
                        "[]",
                        "v" + i % VISITORS))
                .toList();
        store.append(events, () -> true);
        IntStream.range(from, from + count).forEach(i -> sent.add("m" + i));
        relay.wake();
    }

    private List<String> taken() throws Exception {
        return receiver.taken().stream()
                .map(event -> event.get("messageId").asText())
                .toList();
    }

    private void assertAllAreTakenInOrder(String what) throws Exception {
        Eventually.see(LIMIT, () -> store.counts().waiting(), waiting -> waiting == 0);
        new Tally(sent, taken()).assertNoneLostOrTwice(what);
        for (int i = 0; i < VISITORS; i++) {
            var visitor = "v" + i;
            assertThat(receiver.taken().stream()
                            .filter(event -> event.get("anonymousId").asText().equals(visitor))
                            .map(RelayHttpTest::number))
                    .isSorted();
        }
    }

    private static int number(JsonNode event) {
        return Integer.parseInt(event.get("messageId").asText().substring(1));
    }

    @Test
    void aCollectorThatFlapsGetsEveryEventOnceAndInOrder() throws Exception {
        var mood = List.of(
                Answer.of(503),
                Answer.of(200),
                Answer.BROKEN,
                Answer.of(500),
                Answer.of(200),
                Answer.of(408),
                Answer.of(302));
        receiver.answerWith(nth -> mood.get(nth % mood.size()));
        try (var relay = relay()) {
            for (int i = 0; i < (SOAK ? 200 : 40); i++) {
                append(relay, 50);
            }
            assertAllAreTakenInOrder("Collector that flaps");
        }
        assertThat(receiver.received().get(0).retryCount()).isEmpty();
        assertThat(receiver.received().get(1).retryCount()).isEqualTo("1");
    }

    @Test
    void stormsOf503And429LastAsLongAsTheySay() throws Exception {
        long beginNanos = System.nanoTime();
        var begin = ZonedDateTime.now(ZoneOffset.UTC);
        var until = begin.plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(until);
        var storm = List.of(new Answer(429, "1"), new Answer(503, date), Answer.of(429), Answer.of(503));
        receiver.answerWith(nth -> nth < storm.size() ? storm.get(nth) : Answer.of(200));
        try (var relay = relay()) {
            append(relay, 250);
            Eventually.see(() -> receiver.received().size(), size -> size > 1);
            // What comes meanwhile does not end the wait.
            append(relay, 10);
            assertAllAreTakenInOrder("Storm of 503 and 429");
        }
        var received = receiver.received();
        assertThat(Duration.ofNanos(received.get(1).atNanos() - received.get(0).atNanos()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(begin.plusNanos(received.get(2).atNanos() - beginNanos)).isAfterOrEqualTo(until);
        assertThat(received).extracting(Receiver.Received::retryCount).startsWith("", "1", "2", "3", "4");
    }

    @Test
    void aCollectorThatHangsIsGivenUpAndAskedAgain() throws Exception {
        receiver.answerWith(nth -> nth < 2 ? Answer.of(0) : Answer.of(200));
        try (var relay = relay(Duration.ofSeconds(2))) {
            append(relay, 150);
            assertThat(Eventually.see(relay::trouble, trouble -> trouble != null))
                    .isEqualTo("the collector did not answer");
            assertAllAreTakenInOrder("Collector that hangs");
        }
    }

    @Test
    void whatAVisitorDidAfterARefusedEventIsSentAndTheRefusedOneLaterWhenItIsAskedFor() throws Exception {
        receiver.answerWith(nth -> Answer.of(nth == 0 ? 400 : 200));
        try (var relay = relay()) {
            append(relay, 1);
            Eventually.see(() -> store.counts().refused(), refused -> refused == 1);
            append(relay, 14);
            Eventually.see(this::taken, all -> all.size() == 14);
            assertThat(taken()).doesNotContain("m0").contains("m7");
            assertThat(store.sendAgain()).isEqualTo(1);
            relay.wake();
            assertThat(Eventually.see(this::taken, all -> all.size() == 15)).endsWith("m0");
        }
        new Tally(sent, taken()).assertNoneLostOrTwice("Refused, and sent again");
    }
}
