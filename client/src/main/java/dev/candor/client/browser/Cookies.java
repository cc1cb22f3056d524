package dev.candor.client.browser;

/** The cookies of the page that scripts may read. */
public interface Cookies {
    /** All, as {@code a=1; b=2}; empty where they are blocked. */
    String all();

    /** Removes one that was set with {@code Path=/}. */
    void expire(String name);
}
