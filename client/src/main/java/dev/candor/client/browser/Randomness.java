package dev.candor.client.browser;

/** The browser's source of randomness. */
public interface Randomness {
    /** A random UUID of version 4. */
    String uuid();

    /** At least 0, less than 1. */
    double fraction();
}
