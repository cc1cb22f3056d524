package dev.candor.client.browser;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What outlives the page, shared by the tabs of an origin; where it is blocked or full nothing is kept and nothing thrown. */
public interface Storage {
    /** No value of ours. */
    String UNREADABLE = " ";

    /** Where the random id is: there, unless the page has cleared the storage, as long as anything of ours is. */
    String ID = "candor_anonymous_id";

    /** What is there; null for nothing, {@link #UNREADABLE} where the browser does not tell. */
    @Nullable
    String get(String key);

    /** Whether it is kept; where not, what was there stays. */
    boolean set(String key, String value);

    void remove(String key);

    /** Keeps nothing from now on. */
    void close();

    /** Names each key that begins so; the task may remove it. */
    void each(String prefix, Consumer<String> task);
}
