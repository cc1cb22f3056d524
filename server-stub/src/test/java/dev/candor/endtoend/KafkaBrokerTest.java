package dev.candor.endtoend;

import static dev.candor.endtoend.KafkaTopic.ids;
import static dev.candor.endtoend.KafkaTopic.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.candor.server.Eventually;
import dev.candor.server.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink for Kafka against a real broker. */
class KafkaBrokerTest {
    private static final Pattern SETTING = Pattern.compile("([A-Z_]+)=(\\S+)");
    private static final int ROUNDS = Boolean.getBoolean("candor.soak") ? 5 : 1;
    private static final List<String> VISITORS =
            IntStream.range(0, 3).mapToObj(i -> Tally.id('a', i)).toList();

    @TempDir
    static Path brokersFolder;

    private static Broker broker;

    @TempDir
    Path folder;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new Broker(brokersFolder);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void anEventIsARecordUnderItsVisitorsIdAndKeepsItsOrder() throws Exception {
        List<String> sent;
        try (var server = start("in-order", Map.of())) {
            sent = post(server, 0, 60);
            var records = topic("in-order").events(sent.size());
            assertThat(ids(records).stream().distinct()).containsExactlyInAnyOrderElementsOf(sent);
            for (var one : records) {
                assertThat(one.key())
                        .isEqualTo(json(one.value()).get("anonymousId").asText());
            }
            assertInOrder(records);
            var shown = server.events();
            assertThat(records.stream().map(ConsumerRecord::value).distinct())
                    .containsExactlyInAnyOrderElementsOf(
                            shown.stream().map(JsonNode::toString).toList());
        }
    }

    @Test
    void aCollectorWritesToKafkaToo() throws Exception {
        try (var collector = start("collected", Map.of("CANDOR_ROLE", "collector", "CANDOR_WRITE_KEY", "k1"))) {
            var answer = collector.send("POST", "/v1/batch", batch(0, 3), "Authorization", "Basic azE6");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(ids(topic("collected").events(3))).containsExactly(id(0), id(1), id(2));
        }
    }

    @Test
    void aRequestThatTwoNodesTookIsOneEventByItsMessageIds() throws Exception {
        var collector = Map.of("CANDOR_ROLE", "collector");
        try (var one = start("balanced", collector);
                var other = start("balanced", "other-node", collector)) {
            assertThat(one.send("POST", "/v1/batch", batch(0, 30)).statusCode()).isEqualTo(200);
            // As a balancer does when the first node's answer got lost.
            assertThat(other.send("POST", "/v1/batch", batch(0, 30)).statusCode())
                    .isEqualTo(200);
            var records = topic("balanced").records(all -> all.size() == 60);
            var arrived = ids(records);
            assertThat(arrived).hasSize(60);
            assertThat(arrived.stream().distinct())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 30).mapToObj(KafkaBrokerTest::id).toList());
        }
    }

    @Test
    void theKeepAliveIsUnderItsInstancesId() throws Exception {
        try (var server = start("pings", Map.of("CANDOR_KEEP_ALIVE_INTERVAL", "PT30S"))) {
            assertThat(server.url()).isNotEmpty();
            var ping = topic("pings").records(all -> !all.isEmpty()).get(0);
            var message = json(ping.value());
            assertThat(message.get("event").asText()).isEqualTo("Instance Active");
            assertThat(ping.key())
                    .isNotNull()
                    .isEqualTo(message.at("/properties/instanceId").asText());
        }
    }

    @Test
    void whatIsTakenWhileTheBrokerIsAwayOrAServerIsKilledArrivesLater() throws Exception {
        var sent = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            try (var server = start("spooled", Map.of())) {
                sent.addAll(post(server, sent.size(), sent.size() + 30));
                topic("spooled").events(sent.size());
                broker.kill();
                sent.addAll(post(server, sent.size(), sent.size() + 90));
                server.kill();
            }
            try (var server = start("spooled", Map.of())) {
                sent.addAll(post(server, sent.size(), sent.size() + 30));
                broker.restart();
                topic("spooled").events(sent.size());
                assertThat(server.events()).hasSize(sent.size());
            }
        }
        var records = topic("spooled").events(sent.size());
        var arrived = ids(records);
        System.out.printf(
                "Kafka, broker and server killed %d times: sent %d, stored %d, lost %d, twice %d%n",
                ROUNDS,
                sent.size(),
                arrived.stream().distinct().count(),
                sent.stream().filter(id -> !arrived.contains(id)).count(),
                arrived.size() - arrived.stream().distinct().count());
        assertThat(arrived).containsAll(sent);
        assertInOrder(records);
    }

    @Test
    void theDocumentsSettingsAndItsConsumerDoWhatTheySay() throws Exception {
        var blocks = Documents.blocks("kafka");
        assertThat(blocks).hasSize(1);
        var settings = new LinkedHashMap<>(Map.of("CANDOR_SHARE", "yes"));
        SETTING.matcher(blocks.get(0).text())
                .results()
                .forEach(one -> settings.put(one.group(1), one.group(2).replace("127.0.0.1:9092", broker.address())));
        try (var server = ServerProcess.start(folder, settings)) {
            assertThat(send(server, batch(0, 3)).statusCode()).isEqualTo(200);
            var stored = new LinkedHashSet<String>();
            EventReaderExample.read(broker.address(), event -> {
                if (!event.contains("Instance Active")) {
                    stored.add(json(event).get("messageId").asText());
                }
                return stored.size() < 3;
            });
            assertThat(stored).containsExactlyInAnyOrder(id(0), id(1), id(2));
        }
    }

    @Test
    void offMeansThatNobodyKnocksAtTheBroker() throws Exception {
        try (var trap = new Trap()) {
            var settings = new LinkedHashMap<String, String>(Map.of(
                    "CANDOR_SINK", "kafka",
                    "KAFKA_BOOTSTRAP_SERVERS", trap.url().replace("http://", ""),
                    "CANDOR_SHARE", "yes"));
            settings.put("DO_NOT_TRACK", "1");
            try (var server = ServerProcess.start(folder, settings)) {
                assertThat(send(server, batch(0, 5)).statusCode()).isEqualTo(204);
            }
            assertThat(trap.connections()).isZero();
            settings.remove("DO_NOT_TRACK");
            try (var server = ServerProcess.start(folder, settings)) {
                assertThat(send(server, batch(0, 5)).statusCode()).isEqualTo(200);
                assertThat(Eventually.see(trap::connections, count -> count > 0))
                        .isPositive();
            }
        }
    }

    private static KafkaTopic topic(String name) {
        return new KafkaTopic(broker.address(), name);
    }

    private ServerProcess start(String topic, Map<String, String> settings) throws Exception {
        return start(topic, topic, settings);
    }

    private ServerProcess start(String topic, String node, Map<String, String> settings) throws Exception {
        var all = new LinkedHashMap<>(Map.of(
                "CANDOR_SINK",
                "kafka",
                "KAFKA_BOOTSTRAP_SERVERS",
                broker.address(),
                "CANDOR_TOPIC",
                topic,
                "CANDOR_SHARE",
                "yes"));
        all.putAll(settings);
        return ServerProcess.start(Files.createDirectories(folder.resolve(node)), all);
    }

    /** Posts events in batches of ten as browsers do, and returns their messageIds. */
    private static List<String> post(ServerProcess server, int from, int to) throws Exception {
        for (int i = from; i < to; i += 10) {
            assertThat(send(server, batch(i, i + 10)).statusCode()).isEqualTo(200);
        }
        return IntStream.range(from, to).mapToObj(KafkaBrokerTest::id).toList();
    }

    private static java.net.http.HttpResponse<String> send(ServerProcess server, String batch) throws Exception {
        var yes = ServerProcess.yes();
        return server.send("POST", "/v1/batch", batch, "Cookie", yes);
    }

    private static String id(int number) {
        return Tally.id('b', number);
    }

    private static String batch(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> """
                        {"type":"track","event":"CLICK","anonymousId":"%s","messageId":"%s","properties":{"place":%d}}""".formatted(VISITORS.get(i % VISITORS.size()), id(i), i))
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    }

    /** Each visitor's events, those that came again left out, in the order in which they were posted. */
    private static void assertInOrder(List<ConsumerRecord<String, String>> records) {
        for (var visitor : VISITORS) {
            var places = new ArrayList<Integer>();
            for (var one : records) {
                if (visitor.equals(one.key())) {
                    places.add(json(one.value()).at("/properties/place").asInt());
                }
            }
            assertThat(places.stream().distinct()).isSorted();
        }
    }
}
