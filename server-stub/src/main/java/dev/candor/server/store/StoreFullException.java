package dev.candor.server.store;

/** There is no room now, on disk or in the queue before it. Nothing of what was offered is stored; it can be offered again. */
public final class StoreFullException extends Exception {
    /** What the store says of its trouble when nothing that was relayed is left to make room. */
    public static final String REASON = "the store is full (CANDOR_STORE_MAX)";

    private final int retryAfterSeconds;

    private StoreFullException(String message, int retryAfterSeconds) {
        super(message);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** {@code CANDOR_STORE_MAX} is reached, and nothing that was relayed already could make room. */
    static StoreFullException full() {
        return new StoreFullException("the store is full", 60);
    }

    /** More comes than the disk takes. */
    static StoreFullException busy() {
        return new StoreFullException("the store is busy", 1);
    }

    /** When to try again, in seconds. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
