package dev.candor.server.consent;

import java.util.Locale;

/** What one visitor's browser says about being counted. */
public enum Consent {
    GRANTED,
    DENIED,
    UNSET;

    /** The name in JSON, such as {@code granted}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The visitor's answer: an explicit no, or a yes given in sight of the browser's signal, counts before the signal; the
     * signal counts before a plain yes.
     *
     * @param cookie the consent cookie as it holds now
     * @param signal whether the browser asks not to be tracked, by GPC or by DNT where that is read
     */
    public static Consent of(ConsentCookie.Kind cookie, boolean signal) {
        return switch (cookie) {
            case GRANTED_ANYWAY -> GRANTED;
            case DENIED -> DENIED;
            case GRANTED -> signal ? DENIED : GRANTED;
            case UNSET -> signal ? DENIED : UNSET;
        };
    }
}
