package dev.candor.server.store;

import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept.
 *
 * @param key that of its messageId, by which it is stored once; made here, where many threads do it, not where one writes
 * @param json the exact text that is shown and relayed
 * @param withheld what was taken from it: {@code [{"field":"…","reason":"…"}]}
 * @param visitor its anonymousId, or null
 * @param counted what the counts of a day take from it
 */
public record StoredEvent(
        long key, String json, String withheld, @Nullable String visitor, Counted counted) {
    /** An event whose message has that id. */
    public StoredEvent(String messageId, String json, String withheld, @Nullable String visitor, Counted counted) {
        this(MessageKeys.of(messageId), json, withheld, visitor, counted);
    }

    /** Reads what is counted from the text. */
    public StoredEvent(String messageId, String json, String withheld, @Nullable String visitor) {
        this(messageId, json, withheld, visitor, Counted.of(json));
    }
}
