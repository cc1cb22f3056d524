package dev.candor.server.ingest;

import dev.candor.server.privacy.AllowList;
import dev.candor.server.privacy.DeepScrubber;
import dev.candor.server.privacy.InstanceKey;
import dev.candor.server.privacy.JavaPatterns;
import dev.candor.server.privacy.Values;
import dev.candor.server.privacy.Words;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;

/** Makers of messages, wired as the server wires them, with the same randomness each time. */
final class Makers {
    static final String INSTANCE = "6cf26153-7efe-4401-9886-18c5d4f5699a";

    private Makers() {}

    static MessageMaker instance(Path dir) {
        return maker(dir, false);
    }

    static MessageMaker collector(Path dir) {
        return maker(dir, true);
    }

    /** One that lets these query parameters pass. */
    static MessageMaker withParams(Path dir, Set<String> params) {
        return maker(dir, false, params);
    }

    private static MessageMaker maker(Path dir, boolean keepsHashes) {
        return maker(dir, keepsHashes, Set.of());
    }

    private static MessageMaker maker(Path dir, boolean keepsHashes, Set<String> params) {
        var patterns = new JavaPatterns();
        var scrubber = new DeepScrubber(patterns, finding -> {});
        var words = new Words(patterns, scrubber);
        var values =
                new Values(patterns, scrubber, words, new InstanceKey(dir.resolve("hash-key")), keepsHashes, params);
        return new MessageMaker(new AllowList(values, words), words, values, new Random(1), () -> INSTANCE, seen -> {});
    }
}
