package dev.candor.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.server.Eventually;
import dev.candor.server.store.EventStore;
import dev.candor.server.store.KeptEvent;
import dev.candor.server.store.StoredEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayTest extends RelayWithStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeCollector collector = new FakeCollector();

    /** Answers as it is told, and remembers each batch. */
    private static final class FakeCollector implements Collector {
        final List<List<String>> batches = new CopyOnWriteArrayList<>();
        volatile Function<List<String>, Reply> answer = batch -> new Reply(200, null);

        @Override
        public Reply post(List<KeptEvent> events, int failures) throws IOException {
            var ids = new ArrayList<String>();
            for (var event : events) {
                ids.add(JSON.readTree(event.json()).get("messageId").asText());
            }
            batches.add(ids);
            var reply = answer.apply(ids);
            if (reply.status() == 0) {
                throw new IOException("down");
            }
            return reply;
        }

        @Override
        public void disconnect() {}
    }

    private Relay start() {
        return start(collector, () -> allowed);
    }

    private EventStore.Counts await(long relayed) throws Exception {
        return Eventually.see(store::counts, counts -> counts.relayed() + counts.refused() >= relayed);
    }

    @Test
    void eventsLeaveInOrderAHundredAtATime() throws Exception {
        append(0, 250);
        try (var relay = start()) {
            assertThat(await(250).relayed()).isEqualTo(250);
            append(250, 251);
            relay.wake();
            await(251);
        }
        assertThat(collector.batches).extracting(List::size).containsExactly(100, 100, 50, 1);
        assertThat(collector.batches.stream().flatMap(List::stream))
                .containsExactlyElementsOf(
                        IntStream.range(0, 251).mapToObj(i -> "m" + i).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 199, 300, 301, 401, 403, 408, 429, 500, 503})
    void whatMayPassIsTriedAgainWithTheSameIds(int status) throws Exception {
        collector.answer = batch -> new Collector.Reply(collector.batches.size() < 4 ? status : 200, null);
        append(0, 2);
        try (var relay = start()) {
            assertThat(await(2).relayed()).isEqualTo(2);
            assertThat(Eventually.see(relay::trouble, trouble -> trouble == null))
                    .isNull();
        }
        assertThat(collector.batches).hasSize(4).containsOnly(List.of("m0", "m1"));
    }

    @Test
    void theOneEventThatIsRefusedIsSetAside() throws Exception {
        collector.answer = batch -> new Collector.Reply(batch.contains("m1") ? 400 : 200, null);
        append(0, 3);
        try (var relay = start()) {
            await(3);
            assertThat(relay.trouble()).isIn("the collector answered 400", null);
        }
        assertThat(store.counts()).isEqualTo(new EventStore.Counts(0, 2, 1));
        assertThat(store.latest(3)).extracting(KeptEvent::state).containsExactly("relayed", "refused", "relayed");
    }

    @Test
    void aBatchThatIsTooLargeIsHalvedAndKeepsItsOrder() throws Exception {
        collector.answer = batch -> new Collector.Reply(batch.size() > 2 ? 413 : 200, null);
        append(0, 8);
        try (var relay = start()) {
            assertThat(await(8).relayed()).isEqualTo(8);
            assertThat(Eventually.see(relay::trouble, trouble -> trouble == null))
                    .isNull();
        }
        assertThat(collector.batches).extracting(List::size).containsExactly(8, 4, 2, 2, 4, 2, 2);
        assertThat(collector.batches.stream().filter(batch -> batch.size() == 2).flatMap(List::stream))
                .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7");
    }

    @Test
    void anAddressThatIsNotThereSetsTheBatchAsideAtOnce() throws Exception {
        collector.answer = batch -> new Collector.Reply(404, null);
        append(0, 3);
        try (var relay = start()) {
            assertThat(await(3).refused()).isEqualTo(3);
            assertThat(relay.trouble()).isIn("the collector answered 404", null);
        }
        assertThat(collector.batches).hasSize(1);
    }

    @Test
    void aBatchIsAsLargeAsACollectorTakes() throws Exception {
        var label = "x".repeat(60 * 1024);
        var events = IntStream.range(0, 12)
                .mapToObj(i -> new StoredEvent(
                        "m" + i, "{\"messageId\":\"m" + i + "\",\"label\":\"" + label + "\"}", "[]", null))
                .toList();
        store.append(events, () -> true);
        try (var relay = start()) {
            assertThat(await(12).relayed()).isEqualTo(12);
            assertThat(relay.trouble()).isNull();
        }
        assertThat(collector.batches).extracting(List::size).containsExactly(7, 5);
    }

    @Test
    void aRestartGoesOnWithWhatWaits() throws Exception {
        collector.answer = batch -> new Collector.Reply(0, null);
        append(0, 2);
        try (var relay = start()) {
            Eventually.see(() -> collector.batches.size(), size -> size > 1);
            assertThat(relay.trouble()).isEqualTo("the collector did not answer");
        }
        collector.answer = batch -> new Collector.Reply(200, null);
        collector.batches.clear();
        try (var relay = start()) {
            await(2);
            assertThat(collector.batches).containsExactly(List.of("m0", "m1"));
            relay.wake();
        }
    }

    @Test
    void nothingLeavesWhileItMayNot() throws Exception {
        allowed = false;
        append(0, 2);
        try (var relay = start()) {
            relay.wake();
            relay.reconsider();
            append(2, 3);
            relay.wake();
            assertThat(store.counts().waiting()).isEqualTo(3);
            allowed = true;
            relay.reconsider();
            await(3);
        }
        assertThat(collector.batches).containsExactly(List.of("m0", "m1", "m2"));
    }

    @Test
    void theWaitDoublesUpToALimitAndIsRandom() {
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(1));
        for (int failures = 1; failures < 70; failures++) {
            long limitMs = failures < 9 ? 1_000L << (failures - 1) : 300_000;
            assertThat(backoff.delay(failures, null)).isPositive().isLessThanOrEqualTo(Duration.ofMillis(limitMs));
        }
        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> backoff.delay(9, null))
                        .distinct()
                        .count())
                .isGreaterThan(40);
    }

    @Test
    void theCollectorsOwnWishIsRespected() {
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(1));
        assertThat(backoff.delay(1, Duration.ofMinutes(10))).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
        assertThat(backoff.delay(1, Duration.ofHours(6))).isGreaterThan(Duration.ofHours(6));
        assertThat(backoff.delay(1, Duration.ofDays(10))).isEqualTo(Duration.ofHours(6));
        var now = Instant.parse("2026-11-24T10:00:00Z");
        assertThat(HttpCollector.retryAfter("120", now)).isEqualTo(Duration.ofMinutes(2));
        assertThat(HttpCollector.retryAfter("Tue, 24 Nov 2026 10:01:00 GMT", now))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(HttpCollector.retryAfter("Tue, 24 Nov 2026 09:00:00 GMT", now))
                .isNull();
        assertThat(HttpCollector.retryAfter("soon", now)).isNull();
    }
}
