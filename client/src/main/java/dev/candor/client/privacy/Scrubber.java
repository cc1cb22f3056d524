package dev.candor.client.privacy;

/**
 * Replaces what looks personal or secret in a text by {@value #REDACTED}: e-mail addresses (a percent-encoded @ too), IP and
 * MAC addresses, JWTs, keys of well-known services and other long random tokens, card and phone numbers, UUIDs, long hexadecimal and
 * decimal ids. {@code "Invoice for ann@example.org"} becomes {@code "Invoice for [redacted]"}; titles made of words stay as they are.
 *
 * <p>Control characters go too. Every repetition inside a look-ahead or before a required part is bounded, so that no text makes it slow.
 */
public final class Scrubber {
    /** What stands in the place of what was taken out. */
    public static final String REDACTED = "[redacted]";

    // Of mail addresses, RFC 5321's 64 and 255; in the intranet without a dot. Letters of any script, hence by
    // exclusion; as escapes, too. Digits and dots alone are a version.
    private static final String MAIL = "[^\\x00- @<>\"'(),:;/?&=#]{1,64}(?:@|%(?:25)*40)"
            + "(?![\\d.]+(?:[^\\w.]|$))[^\\x00-$&-,/:-@\\[-^`{-~]{1,255}";
    private static final String UUID = "[0-9a-f]{8,64}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}";

    private static final String KEYS = "[spr]k_(?:live|test)_\\w+|gh[a-z]_\\w{16,}|github_pat_\\w+|glpat-[\\w-]{10,}"
            + "|xox[a-z]-[\\w-]{8,}|A[KS]IA[0-9A-Z]{16}|eyJ[\\w-]{5,}\\.[\\w.-]{5,}";
    // Sixteen letters and digits that alternate; twenty-four with base64's signs that alternate more.
    private static final String TOKENS = "(?=[a-z]{0,64}\\d{1,64}[a-z]{1,64}\\d)[a-z0-9]{16,}"
            + "|(?=(?:[\\w+-]{0,40}?(?:\\d[a-z]|[a-z]\\d)){3})[\\w+-]{24,}";
    // The reduced version in a user agent, such as 143.0.0.0, is no address; nor is a time of day. With colons, MAC
    // addresses too.
    private static final String IP = "(?!\\d+\\.0\\.0\\.0)\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\.\\d)"
            + "|(?=[a-f:]{0,64}\\d)[0-9a-f]{0,4}(?:(?::[0-9a-f]{0,4}){3,7}|::[0-9a-f]{0,4})(?:\\.\\d{1,3}){0,3}";
    // Nine digits, together or in groups, are an id, a phone, a card or a bank's account; but for a date.
    private static final String NUMBERS = "(?!(?:19|20)\\d\\d[/-]\\d\\d[/-]\\d\\d)[+(]{0,2}(?:[a-z]{0,3}\\d{9,}[a-z]?"
            + "|\\d(?:(?:[ ()./_+\\xa0\\u2010-\\u2014-]|%(?:25)*20){0,2}\\d){8,30})";

    // Control characters, and halves of characters that stand alone: no two writers of JSON agree on them.
    private static final String UNSOUND = "([\\ud800-\\udbff][\\udc00-\\udfff])|[\\ud800-\\udfff\\x00-\\x1f]";

    private static final String ANYWHERE = MAIL + "|" + UUID;
    private static final String APART =
            "(^|[^a-z0-9])(?:" + KEYS + "|" + TOKENS + "|" + IP + "|" + NUMBERS + ")(?![a-z0-9])";

    // Up to nineteen letters and spaces alone are none of the above, and need not be searched for each.
    private static final String LONG = "[^a-z ]|.{20}";

    private final Patterns patterns;

    public Scrubber(Patterns patterns) {
        this.patterns = patterns;
    }

    /** The text without what looks personal or secret. */
    public String text(String text) {
        var sound = patterns.replaceAll(UNSOUND, text, "$1");
        return patterns.replaceAll(APART, patterns.replaceAll(ANYWHERE, sound, REDACTED), "$1" + REDACTED);
    }

    /** Whether nothing in the text looks personal or secret. */
    public boolean isClean(String text) {
        return !patterns.matches(LONG, text) || text(text).equals(text);
    }
}
