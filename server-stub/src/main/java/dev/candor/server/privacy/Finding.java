package dev.candor.server.privacy;

import java.util.Locale;

/** What the scrubber found in a text and took out. */
public enum Finding {
    JWT("a JSON web token"),
    KEY("a key of a service"),
    EMAIL("an e-mail address"),
    IP("a network address"),
    CARD("a card number"),
    PHONE("a phone number"),
    ID("a long id"),
    TOKEN("a random token");

    private final String words;

    Finding(String words) {
        this.words = words;
    }

    /** The name as a metric's label, such as {@code email}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in the admin's words, such as {@code an e-mail address}. */
    public String words() {
        return words;
    }
}
