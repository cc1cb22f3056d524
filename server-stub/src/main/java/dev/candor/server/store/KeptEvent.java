package dev.candor.server.store;

import org.jspecify.annotations.Nullable;

/**
 * An event in the store.
 *
 * @param id its place in the order in which events were taken
 * @param json the exact text that is relayed
 * @param withheld what was taken from it, as JSON
 * @param state {@code waiting}, {@code relayed} or {@code refused}
 * @param visitor its anonymousId, or null
 */
public record KeptEvent(
        long id,
        String json,
        String withheld,
        String state,
        @Nullable String visitor) {}
