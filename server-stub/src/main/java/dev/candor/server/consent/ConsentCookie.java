package dev.candor.server.consent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** The cookie {@code candor_consent=<granted|granted-anyway|denied>:<policy version>:<epoch seconds>}; it holds no id. */
public final class ConsentCookie {
    public static final String NAME = "candor_consent";

    /** How long an answer holds. */
    public static final Duration MAX_AGE = Duration.ofDays(180);

    private static final Duration MAX_AHEAD = Duration.ofDays(1);
    private static final Pattern VALUE = Pattern.compile("(granted|granted-anyway|denied):(\\d{1,9}):(\\d{1,12})");

    /** What the cookie says. */
    public enum Kind {
        GRANTED("granted"),
        /** A yes given while the browser's signal was on, in an explicit act. */
        GRANTED_ANYWAY("granted-anyway"),
        DENIED("denied"),
        /** Absent, malformed, expired, or about another policy. */
        UNSET("");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The kind of that name; {@code UNSET} for any other text. */
        public static Kind of(String text) {
            for (var kind : values()) {
                if (kind.text.equals(text)) {
                    return kind;
                }
            }
            return UNSET;
        }
    }

    private ConsentCookie() {}

    /** What the cookies of that name say now. Several that differ are no answer. */
    public static Kind read(List<String> values, int policyVersion, Instant now) {
        if (values.stream().distinct().count() != 1) {
            return Kind.UNSET;
        }
        var matcher = VALUE.matcher(values.get(0));
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) != policyVersion) {
            return Kind.UNSET;
        }
        var given = Instant.ofEpochSecond(Long.parseLong(matcher.group(3)));
        boolean holds = given.isAfter(now.minus(MAX_AGE)) && given.isBefore(now.plus(MAX_AHEAD));
        return holds ? Kind.of(matcher.group(1)) : Kind.UNSET;
    }

    /** The Set-Cookie header that records an answer. */
    public static String set(Kind kind, int policyVersion, Instant now, boolean secure) {
        var value = kind.text + ":" + policyVersion + ":" + now.getEpochSecond();
        return header(value, MAX_AGE.toSeconds(), secure);
    }

    /** The Set-Cookie header that takes the answer back. */
    public static String expire(boolean secure) {
        return header("", 0, secure);
    }

    private static String header(String value, long maxAgeSeconds, boolean secure) {
        return NAME + "=" + value + "; Path=/; Max-Age=" + maxAgeSeconds + "; SameSite=Lax"
                + (secure ? "; Secure" : "");
    }
}
