package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.Eventually;
import dev.candor.server.privacy.Uuids;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an event costs a collector: processor time, bytes on disk. Measured only when it is asked for, since it takes minutes:
 * {@code mvn -pl server-stub test -Dtest=LoadFigures}, with the broker's jars where scripts/test puts them.
 */
class LoadFigures {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String EVENT = """
            {"anonymousId":"%s","context":{"library":{"name":"candor.js","version":"0.1.0"},"locale":"en-US",\
            "page":{"path":"/app/:id/edit","referrer":"","search":"","title":"Editor","url":"http://localhost:8080/app/:id/edit"},\
            "timezone":"Europe/Berlin","userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/143.0 Safari/537.36"},\
            "event":"CLICK","messageId":"%s","originalTimestamp":"2026-11-24T10:00:00.000Z",\
            "properties":{"tag":"button","role":"button"},"type":"track"}""";

    @TempDir
    Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Events of one visitor, with ids as the tracker makes them. */
    private static String batch(int size) {
        var visitor = UUID.randomUUID();
        return IntStream.range(0, size)
                .mapToObj(i -> EVENT.formatted(visitor, Uuids.sortable(Instant.now(), ThreadLocalRandom.current())))
                .collect(Collectors.joining(",", "{\"batch\":[", "],\"sentAt\":\"2026-11-24T10:00:01.000Z\"}"));
    }

    private void post(ServerProcess server, int requests, int size, int senders) throws Exception {
        var pool = Executors.newFixedThreadPool(senders);
        var taken = new AtomicInteger();
        for (int i = 0; i < requests; i++) {
            pool.execute(() -> {
                var request = HttpRequest.newBuilder(URI.create(server.url() + "/v1/batch"))
                        .POST(HttpRequest.BodyPublishers.ofString(batch(size)))
                        .build();
                if (http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                                .join()
                                .statusCode()
                        == 200) {
                    taken.incrementAndGet();
                }
            });
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(LIMIT.toMinutes(), TimeUnit.MINUTES)).isTrue();
        assertThat(taken.get()).isEqualTo(requests);
    }

    private static Duration processor(ServerProcess server) {
        return ProcessHandle.of(server.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    private void measure(String what, Map<String, String> settings, int requests, int size, int senders)
            throws Exception {
        var own = Files.createDirectories(folder.resolve(what.replace(' ', '-')));
        try (var server = ServerProcess.start(own, settings)) {
            // A server that runs for long has compiled what it runs.
            post(server, requests, size, senders);
            awaitDrained(server, settings);
            long bytes = bytes(own);
            var cpu = processor(server);
            long begin = System.nanoTime();
            post(server, requests, size, senders);
            double seconds = (System.nanoTime() - begin) / 1e9;
            awaitDrained(server, settings);
            double drained = (System.nanoTime() - begin) / 1e9;
            long events = (long) requests * size;
            System.out.printf(
                    "| %s | %,d | %,.0f | %,.0f | %.0f | %,.0f |%n",
                    what,
                    events,
                    events / seconds,
                    events / drained,
                    processor(server).minus(cpu).toNanos() / 1e3 / events,
                    (double) (bytes(own) - bytes) / events);
        }
    }

    private static void awaitDrained(ServerProcess server, Map<String, String> settings) throws Exception {
        if (settings.containsKey("CANDOR_SINK")) {
            assertThat(Eventually.see(
                            LIMIT,
                            () -> server.send("GET", "/metrics", "").body(),
                            text -> text.contains("candor_events{state=\"waiting\"} 0\n")))
                    .contains("candor_events{state=\"waiting\"} 0\n");
        }
    }

    private static long bytes(Path folder) throws Exception {
        return Files.size(folder.resolve("data/candor.db"));
    }

    @Test
    void whatAnEventCosts() throws Exception {
        System.out.println("| collector | events | taken/s | relayed/s | µs of processor | bytes stored |");
        System.out.println("| --- | --: | --: | --: | --: | --: |");
        var embedded = Map.of("CANDOR_ROLE", "collector", "CANDOR_STORE_MAX", "4GB");
        measure("one event a request", embedded, 60_000, 1, 32);
        measure("batches of 20", embedded, 10_000, 20, 16);
        measure("batches of 100", embedded, 4_000, 100, 8);
        var brokersFolder = Files.createDirectories(folder.resolve("broker"));
        try (var broker = new Broker(brokersFolder)) {
            var kafka = Map.of(
                    "CANDOR_ROLE", "collector",
                    "CANDOR_STORE_MAX", "4GB",
                    "CANDOR_SINK", "kafka",
                    "KAFKA_BOOTSTRAP_SERVERS", broker.address());
            measure("batches of 100 into Kafka", kafka, 3_000, 100, 8);
            long log;
            try (var files = Files.walk(brokersFolder.resolve("log"))) {
                log = files.filter(file -> file.toString().contains("candor-events")
                                && file.toString().endsWith(".log"))
                        .mapToLong(file -> file.toFile().length())
                        .sum();
            }
            System.out.printf("The topic holds %,d bytes, %.0f an event%n", log, log / (3_000 * 100 * 2.0));
        }
    }
}
