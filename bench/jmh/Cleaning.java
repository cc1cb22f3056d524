package dev.candor.server.ingest;

import dev.candor.server.privacy.AllowList;
import dev.candor.server.privacy.DeepScrubber;
import dev.candor.server.privacy.InstanceKey;
import dev.candor.server.privacy.JavaPatterns;
import dev.candor.server.privacy.Values;
import dev.candor.server.privacy.Words;
import dev.candor.server.store.StoredEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What the server does with a browser's body before it is stored. */
public final class Cleaning {
    private static final Sender VISITOR = new Sender(Sender.Kind.BROWSER, Networks.NONE);

    final DeepScrubber scrubber;
    private final BodyReader reader;
    private final MessageMaker maker;

    /** @param folder for the key by which names are hashed */
    public Cleaning(Path folder, Random random) throws IOException {
        var patterns = new JavaPatterns();
        scrubber = new DeepScrubber(patterns, finding -> {});
        var words = new Words(patterns, scrubber);
        var key = new InstanceKey(folder.resolve(InstanceKey.FILE));
        var values = new Values(patterns, scrubber, words, key, false, Set.of());
        reader = new BodyReader(new MessageRules(words));
        maker = new MessageMaker(new AllowList(values, words), words, values, random, () -> "", withheld -> {});
    }

    /** Bytes to trees, each of a right shape. */
    Body parsed(byte[] body) throws InvalidBodyException {
        return reader.readBatch(body);
    }

    /** Allow-list, scrubber, ids and times, and the text that would be stored. */
    List<StoredEvent> cleaned(Body body, Instant now) {
        return maker.make(body.events(), VISITOR, now);
    }

    /** All of it; gives how many events there were. */
    public int clean(byte[] body, Instant now) throws InvalidBodyException {
        return cleaned(parsed(body), now).size();
    }
}
