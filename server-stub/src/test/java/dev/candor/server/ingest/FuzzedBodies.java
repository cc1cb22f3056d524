package dev.candor.server.ingest;

import dev.candor.server.privacy.DeepScrubber;
import dev.candor.server.privacy.JavaPatterns;
import dev.candor.server.privacy.Words;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A body's whole way, without a store at its end. */
public final class FuzzedBodies {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private final BodyReader reader;
    private final MessageMaker instance;
    private final MessageMaker collector;

    public FuzzedBodies(Path dir) {
        var patterns = new JavaPatterns();
        reader = new BodyReader(new MessageRules(new Words(patterns, new DeepScrubber(patterns, finding -> {}))));
        instance = Makers.instance(dir);
        collector = Makers.collector(dir);
    }

    /**
     * Reads a body and makes of each event what would be stored.
     *
     * @param type of the one event, or null for a batch
     * @return how many events there were; -1 when it is refused
     */
    public int take(byte[] bytes, @Nullable String type) {
        try {
            var body = type == null ? reader.readBatch(bytes) : reader.readEvent(bytes, type);
            for (var kind : Sender.Kind.values()) {
                var maker = kind == Sender.Kind.RELAY ? collector : instance;
                maker.make(body.events(), new Sender(kind, "0.0.0.0"), NOW);
            }
            return body.events().size();
        } catch (InvalidBodyException refused) {
            return -1;
        }
    }
}
