package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.server.Eventually;
import dev.candor.server.Tally;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance and a collector, both real and both killed again and again while a browser goes on posting. */
class RelayFaultTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = Integer.getInteger("candor.rounds", 2);
    private static final int BATCHES_PER_ROUND = 60;
    private static final int BATCH = 10;
    private static final int VISITORS = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final int instancePort = freePort();
    private final int collectorPort = freePort();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final AtomicInteger posted = new AtomicInteger();

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError("There is always a free port", e);
        }
    }

    private ServerProcess instance() throws IOException {
        return ServerProcess.start(
                Files.createDirectories(folder.resolve("instance")),
                Map.of(
                        "PORT",
                        Integer.toString(instancePort),
                        "CANDOR_SHARE",
                        "yes",
                        "CANDOR_UPSTREAM_URL",
                        "http://127.0.0.1:" + collectorPort));
    }

    private ServerProcess collector() throws IOException {
        return ServerProcess.start(
                Files.createDirectories(folder.resolve("collector")),
                Map.of("PORT", Integer.toString(collectorPort), "CANDOR_ROLE", "collector"));
    }

    @Test
    void killsOnBothSidesLoseNothingAndDoubleNothing() throws Exception {
        var instance = instance();
        var collector = collector();
        try {
            int batches = BATCHES_PER_ROUND * ROUNDS;
            var posting = CompletableFuture.supplyAsync(() -> postAll(batches));
            for (int round = 0; round < ROUNDS; round++) {
                awaitPosted(BATCHES_PER_ROUND * round + 20);
                instance.kill();
                instance = instance();
                awaitPosted(BATCHES_PER_ROUND * round + 40);
                collector.kill();
                collector = collector();
            }
            var sent = posting.get();
            var arrived = Eventually.see(LIMIT.multipliedBy(ROUNDS), this::arrived, all -> all.size() >= sent.size());
            new Tally(
                            sent,
                            arrived.stream()
                                    .map(event -> event.get("messageId").asText())
                                    .toList())
                    .assertNoneLostOrTwice("Instance and collector killed " + ROUNDS + " times each");
            for (int i = 0; i < VISITORS; i++) {
                var visitor = Tally.id('a', i);
                assertThat(arrived.stream()
                                .filter(event ->
                                        event.get("anonymousId").asText().equals(visitor))
                                .map(event -> event.at("/properties/place").asInt()))
                        .isSorted();
            }
        } finally {
            instance.close();
            collector.close();
        }
    }

    private void awaitPosted(int batches) throws Exception {
        assertThat(Eventually.see(LIMIT, posted::get, count -> count >= batches))
                .isGreaterThanOrEqualTo(batches);
    }

    /** As the tracker does: each batch until it is answered 200, with the same ids. Returns the ids. */
    private List<String> postAll(int batches) {
        var sent = new ArrayList<String>();
        long end = System.nanoTime() + LIMIT.toNanos() * ROUNDS;
        for (int batch = 0; batch < batches; batch++) {
            var body = batch(batch * BATCH);
            while (!isTaken(body)) {
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            for (int i = 0; i < BATCH; i++) {
                sent.add(Tally.id('b', batch * BATCH + i));
            }
            posted.incrementAndGet();
        }
        return sent;
    }

    private boolean isTaken(String body) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + instancePort + "/v1/batch"))
                    .timeout(Duration.ofSeconds(10))
                    .header("Cookie", ServerProcess.yes())
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException killed) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }

    private static String batch(int from) {
        return IntStream.range(from, from + BATCH)
                .mapToObj(i -> """
                        {"type":"track","event":"CLICK","anonymousId":"%s","messageId":"%s","properties":{"place":%d}}""".formatted(Tally.id('a', i % VISITORS), Tally.id('b', i), i))
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    }

    /** What the collector keeps, in its order, but for the keep-alive. */
    private List<JsonNode> arrived() throws Exception {
        var events = new ArrayList<JsonNode>();
        var file = folder.resolve("collector/data/candor.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT json FROM events WHERE json_extract(json, '$.event') = 'CLICK' ORDER BY id")) {
            while (rows.next()) {
                events.add(JSON.readTree(rows.getString(1)));
            }
        }
        return events;
    }
}
