package dev.candor.server.store;

import dev.candor.server.privacy.Uuids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Fills a store with so many events of so many visitors, each as large as the file's text: {@code Fill STORE EVENTS FILE}. */
public final class Fill {
    private static final int AT_ONCE = 2_000;
    private static final int EVENTS_A_VISITOR = 50;

    private Fill() {}

    public static void main(String[] arguments) throws Exception {
        long events = Long.parseLong(arguments[1]);
        var json = Files.readString(Path.of(arguments[2]));
        var random = new Random(1);
        try (var store = new EventStore(Path.of(arguments[0]), Long.MAX_VALUE)) {
            for (long stored = 0; stored < events; stored += AT_ONCE) {
                var batch = Stream.generate(() -> event(json, random, events)).limit(AT_ONCE).toList();
                store.append(batch, () -> true);
            }
        }
    }

    private static StoredEvent event(String json, Random random, long events) {
        var visitor = new UUID(0, random.nextLong(Math.max(1, events / EVENTS_A_VISITOR))).toString();
        return new StoredEvent(Uuids.sortable(Instant.now(), random), json, "[]", visitor);
    }
}
