package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes at any moment. What the server writes to its files under load is recorded, and from the record comes what a disk
 * may hold at many moments: all that was synced, and any part of the rest. Each of these disks has every event that was answered 200
 * before, none twice, no batch in part, and is sound. {@code -Dcandor.soak=true} tries more.
 */
class PowerCutTest {
    private static final boolean SOAK = Boolean.getBoolean("candor.soak");
    private static final int ROUNDS = SOAK ? 6 : 2;
    private static final int BATCHES_PER_ROUND = 60;
    /** So few that the log is carried over into the file in each round. */
    private static final int LOG_PAGES = 1_000;

    private static final int BATCH = 20;
    private static final int CUTS_PER_ROUND = SOAK ? 150 : 30;
    /** While the file is made, each step is one after which it has to be found sound, whatever part of the step was kept. */
    private static final int FIRST_STEPS = 12;

    private static final int CUTS_PER_FIRST_STEP = 16;
    private static final int SENDERS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<Answered> answered = new ConcurrentLinkedQueue<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int port;

    /** A batch, and when it was known to be taken. */
    private record Answered(int batch, long atMicros) {}

    private List<Path> files() {
        var data = folder.resolve("data");
        return List.of(
                data, data.resolve("candor.db"), data.resolve("candor.db-journal"), data.resolve("candor.db-wal"));
    }

    private ServerProcess start(Path trace) throws Exception {
        return ServerProcess.start(
                folder,
                Map.of(
                        "PORT",
                        Integer.toString(port),
                        "CANDOR_SHARE",
                        "yes",
                        "JAVA_TOOL_OPTIONS",
                        "-Dcandor.logPages=" + LOG_PAGES),
                DiskTrace.watching(trace, files().toArray(Path[]::new)));
    }

    @Test
    void whateverTheDiskHasKeptEveryAnsweredEventIsOnItOnce(@TempDir Path cut) throws Exception {
        var trouble = DiskTrace.trouble();
        if (!trouble.isEmpty()) {
            System.out.println("Power cut: not tried, " + trouble);
        }
        assumeTrue(trouble.isEmpty(), trouble);
        var steps = new ArrayList<DiskTrace.Step>();
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (int round = 0; round < ROUNDS; round++) {
            var trace = folder.resolve("trace" + round);
            var server = start(trace);
            long tracer = DiskTrace.tracer(server.pid());
            try {
                load(round * BATCHES_PER_ROUND);
            } finally {
                // A clean end would leave less to recover from.
                server.kill();
            }
            assertThat(Eventually.see(LIMIT, () -> DiskTrace.hasEnded(tracer), ended -> ended))
                    .isTrue();
            steps.addAll(DiskTrace.read(trace));
            Files.delete(trace);
        }
        cutAt(steps, cut);
    }

    /** Sends a round's batches, from several senders at once, each until it is taken. */
    private void load(int first) throws Exception {
        var next = new AtomicInteger(first);
        var pool = Executors.newFixedThreadPool(SENDERS);
        try {
            var senders = new ArrayList<Future<?>>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(pool.submit(() -> {
                    for (int batch = next.getAndIncrement();
                            batch < first + BATCHES_PER_ROUND;
                            batch = next.getAndIncrement()) {
                        send(batch);
                    }
                    return null;
                }));
            }
            for (var sender : senders) {
                sender.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void send(int batch) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/batch"))
                .timeout(LIMIT)
                .header("Cookie", ServerProcess.yes())
                .POST(HttpRequest.BodyPublishers.ofString(body(batch)))
                .build();
        while (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        answered.add(new Answered(batch, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())));
    }

    private static String body(int batch) {
        return IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                .mapToObj(i -> """
                        {"type":"track","event":"Step","anonymousId":"%s","messageId":"%s"}""".formatted(Tally.id('a', 0), Tally.id('b', i)))
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    }

    private void cutAt(List<DiskTrace.Step> steps, Path cut) throws Exception {
        var random = new Random(7);
        var moments = new HashSet<Integer>();
        long synced = steps.stream()
                .filter(step -> step.what() == DiskTrace.What.SYNC)
                .count();
        while (moments.size() < Math.min(CUTS_PER_ROUND * ROUNDS, steps.size() / 2)) {
            moments.add(random.nextInt(steps.size()));
        }
        var disk = new CutDisk();
        int required = 0;
        int cuts = 0;
        for (int i = 0; i < steps.size(); i++) {
            int here = i < FIRST_STEPS ? CUTS_PER_FIRST_STEP : moments.contains(i) ? 1 : 0;
            for (int n = 0; n < here; n++, cuts++) {
                disk.cut(cut, random);
                required += check(cut, steps.get(i).atMicros());
            }
            disk.take(steps.get(i));
        }
        System.out.printf(
                "Power cuts, summed over %d cuts among %d writes and %d syncs: sent %d, stored %d, lost 0, twice 0%n",
                cuts, steps.size() - synced, synced, required, required);
        assertThat(required).as("events that had to be there").isGreaterThan(moments.size());
        assertThat(steps).as("the first journal is removed").anyMatch(step -> step.what() == DiskTrace.What.REMOVE);
        assertThat(steps)
                .as("the file itself is written to, too")
                .anyMatch(step ->
                        step.what() == DiskTrace.What.WRITE && step.file().endsWith("candor.db") && step.offset() > 0);
    }

    /** Opens what was found, and returns how many events had to be there. */
    private int check(Path cut, long atMicros) throws Exception {
        var stored = new ArrayList<String>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + cut.resolve("candor.db"));
                var statement = connection.createStatement()) {
            try (var sound = statement.executeQuery("PRAGMA integrity_check")) {
                assertThat(sound.getString(1)).isEqualTo("ok");
            }
            boolean begun;
            try (var tables = statement.executeQuery("SELECT count(*) FROM sqlite_master WHERE name = 'known'")) {
                begun = tables.getInt(1) == 1;
            }
            if (begun) {
                try (var rows = statement.executeQuery("SELECT json_extract(json, '$.messageId') FROM events"
                        + " WHERE json_extract(json, '$.event') = 'Step'")) {
                    while (rows.next()) {
                        stored.add(rows.getString(1));
                    }
                }
                try (var rows =
                        statement.executeQuery("SELECT (SELECT count(*) FROM events) - (SELECT count(*) FROM known)")) {
                    assertThat(rows.getInt(1))
                            .as("events whose ids are not known")
                            .isZero();
                }
            }
        } finally {
            empty(cut);
        }
        var distinct = new HashSet<>(stored);
        assertThat(stored).as("none twice").hasSameSizeAs(distinct);
        assertThat(stored.size() % BATCH).as("no batch in part").isZero();
        var required = answered.stream()
                .filter(one -> one.atMicros < atMicros)
                .flatMap(one -> IntStream.range(one.batch * BATCH, (one.batch + 1) * BATCH)
                        .boxed())
                .map(i -> Tally.id('b', i))
                .toList();
        assertThat(distinct.containsAll(required))
                .as("every answered event is there")
                .isTrue();
        return required.size();
    }

    private static void empty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
