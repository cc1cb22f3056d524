package dev.candor.client.browser;

/** The browser's source of randomness. */
public interface Randomness {
    /** A random UUID of version 4. */
    String uuid();

    /**
     * A UUID of version 7, RFC 9562 section 5.7: the time of the browser's clock, then a counter of twelve bits, then randomness. Each of a
     * page sorts after those before, also within a millisecond and when the clock is set back.
     */
    String sortableUuid();

    /** At least 0, less than 1. */
    double fraction();
}
