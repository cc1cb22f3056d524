package dev.candor.client.browser;

import org.jspecify.annotations.Nullable;

/** What outlives the page, shared by the tabs of an origin; where it is blocked or full nothing is kept and nothing thrown. */
public interface Storage {
    @Nullable
    String get(String key);

    void set(String key, String value);

    void remove(String key);
}
