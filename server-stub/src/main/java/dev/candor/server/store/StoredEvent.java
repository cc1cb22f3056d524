package dev.candor.server.store;

import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept.
 *
 * @param messageId by which it is stored once
 * @param json the exact text that is shown and relayed
 * @param withheld what was taken from it: {@code [{"field":"…","reason":"…"}]}
 * @param visitor its anonymousId, or null
 * @param counted what the counts of a day take from it
 */
public record StoredEvent(
        String messageId,
        String json,
        String withheld,
        @Nullable String visitor,
        Counted counted) {
    /** Reads what is counted from the text. */
    public StoredEvent(String messageId, String json, String withheld, @Nullable String visitor) {
        this(messageId, json, withheld, visitor, Counted.of(json));
    }
}
