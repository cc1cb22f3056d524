package dev.candor.server.store;

import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept.
 *
 * @param messageId by which it is stored once
 * @param json the exact text that is shown and relayed
 * @param withheld what was taken from it: {@code [{"field":"…","reason":"…"}]}
 * @param visitor its anonymousId, or null
 */
public record StoredEvent(
        String messageId,
        String json,
        String withheld,
        @Nullable String visitor) {}
