package dev.candor.server.ingest;

/** A body that is not a message; the message names the field and what would be right, never a value. */
public final class InvalidBodyException extends Exception {
    private final boolean tooLarge;

    InvalidBodyException(String message) {
        this(message, false);
    }

    InvalidBodyException(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    /** Whether it is its size that is wrong. */
    public boolean tooLarge() {
        return tooLarge;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
