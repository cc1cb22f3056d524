package dev.candor.server.ingest;

import dev.candor.server.privacy.Uuids;
import dev.candor.server.store.EventStore;
import dev.candor.server.store.StoredEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way of a batch of 20 through the server, part by part, without the web server: each figure is for one event. The body is a real
 * one: the file that the property {@code candor.body} names, with "%ID%" where a message id stands.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HotParts {
    private static final int EVENTS = 20;
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private final Random random = new Random(1);
    private byte[] bytes = {};
    private Path folder = Path.of("");
    private Cleaning cleaning;
    private EventStore store;
    private Body body;
    private List<StoredEvent> made;
    private int turn;

    @Setup
    public void setUp() throws Exception {
        var text = Files.readString(Path.of(System.getProperty("candor.body")));
        bytes = text.replace("%ID%", "01936af2-0000-7000-8000-0123456789ab").getBytes(StandardCharsets.UTF_8);
        folder = Files.createTempDirectory("candor-jmh");
        cleaning = new Cleaning(folder, random);
        store = new EventStore(folder.resolve("candor.db"), 8L << 30);
        body = cleaning.parsed(bytes);
        made = cleaning.cleaned(body, NOW);
    }

    @TearDown
    public void tearDown() throws IOException {
        store.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(HotParts::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes to trees, each of a right shape. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public Body parse() throws Exception {
        return cleaning.parsed(bytes);
    }

    /** Allow-list, scrubber, ids and times, and the text that is stored. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public List<StoredEvent> allowAndWrite() {
        return cleaning.cleaned(body, NOW);
    }

    /** A label that was never seen before, which every search of the scrubber goes through. */
    @Benchmark
    public String scrubNew() {
        return cleaning.scrubber.text("release-" + (char) ('a' + turn++ % 26) + "/candidate of " + turn % 1000);
    }

    /** One commit for the batch, with what SQLite and the disk take for it. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public boolean store() throws Exception {
        return store.append(
                made.stream()
                        .map(one -> new StoredEvent(
                                Uuids.sortable(Instant.now(), random),
                                one.json(),
                                one.withheld(),
                                one.visitor()))
                        .toList(),
                () -> true);
    }
}
