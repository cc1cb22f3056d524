package dev.candor.server.consent;

import java.util.Locale;

/** The instance's answer to "share anonymous usage data?". */
public enum Answer {
    /** Not asked yet: only the keep-alive leaves. */
    UNSET,
    /** Events of servers, and of visitors who agree, are taken. */
    YES,
    /** Nothing leaves and nothing is kept. */
    NO;

    /** The name in JSON and in files, such as {@code yes}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Answer of(String text) {
        return switch (text) {
            case "yes" -> YES;
            case "no" -> NO;
            default -> UNSET;
        };
    }
}
