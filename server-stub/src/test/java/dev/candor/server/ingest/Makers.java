package dev.candor.server.ingest;

import dev.candor.client.privacy.Labels;
import dev.candor.client.privacy.Scrubber;
import dev.candor.server.privacy.AllowList;
import dev.candor.server.privacy.InstanceKey;
import dev.candor.server.privacy.JavaPatterns;
import dev.candor.server.privacy.Values;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A body's whole way, without a store at its end. */
public final class Makers {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private final BodyReader reader;
    private final MessageMaker maker;

    public Makers(Path dir) {
        var patterns = new JavaPatterns();
        var labels = new Labels(patterns, new Scrubber(patterns));
        var key = new InstanceKey(dir.resolve(InstanceKey.FILE));
        reader = new BodyReader(new MessageRules(labels));
        maker = new MessageMaker(
                new AllowList(new Values(patterns, key, false), labels),
                labels,
                key,
                new Random(1),
                () -> "6cf26153-7efe-4401-9886-18c5d4f5699a",
                seen -> {});
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
            for (var event : body.events()) {
                for (var kind : Sender.Kind.values()) {
                    maker.make(event.deepCopy(), new Sender(kind, "0.0.0.0"), NOW);
                }
            }
            return body.events().size();
        } catch (InvalidBodyException refused) {
            return -1;
        }
    }
}
