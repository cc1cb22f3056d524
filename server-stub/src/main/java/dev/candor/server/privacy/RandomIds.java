package dev.candor.server.privacy;

import java.util.regex.Pattern;

/**
 * Which ids are random by their shape: those that the tracker, Segment's clients and databases make. A word, a name, a number and the
 * hash of one are none of these.
 *
 * <ul>
 *   <li>UUIDs, but those made of a network card's address (versions 1, 2, 6) or of a name (3 and 5)
 *   <li>hexadecimal of 16 to 28 digits, as databases make: with a letter and a digit, and shorter than the common hashes
 *   <li>KSUIDs: 27 letters and digits
 *   <li>any of these, and 32 hexadecimal digits, after {@code ajs-}, {@code node-} or {@code api-}, {@code ajs-next-} and the
 *       milliseconds that these clients put there
 * </ul>
 */
final class RandomIds {
    private static final String HEX = "(?=[a-f]{0,32}\\d)(?=\\d{0,32}[a-f])[0-9a-f]{16,28}";
    // Groups a digit short are in published samples of such events.
    private static final String UUID =
            "[0-9a-f]{8}-[0-9a-f]{3,4}-[04789a-f][0-9a-f]{2,3}-[0-9a-f]{3,4}-[0-9a-f]{11,12}";
    private static final String KSUID = "(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[0-3](?=[A-Za-z]*\\d)[0-9A-Za-z]{26}";
    private static final Pattern RANDOM = Pattern.compile(
            "(?:" + UUID + "|" + HEX + "|" + KSUID + "|(?:ajs|node|api)-(?:next-)?(?:\\d{13}-)?(?:[0-9a-f]{32}-)?(?:"
                    + UUID + "|[0-9a-f]{32}|" + KSUID + "))");

    /** A short word and up to eight digits, in one or two groups: too few for a phone or a card. */
    private static final Pattern NUMBERED =
            Pattern.compile("(?!(?:\\D*\\d){9})[A-Za-z]{1,6}[-_.]?\\d{1,7}(?:[-_.]\\d{1,7})?");

    private static final String FORM = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    private static final int VERSION_AT = 14;
    private static final String VERSIONS = "04789abcdef";

    private RandomIds() {}

    static boolean looksRandom(String id) {
        return isUuid(id) || RANDOM.matcher(id).matches();
    }

    /** What nearly every id is: a part of the first alternative, in one pass. */
    private static boolean isUuid(String id) {
        if (id.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char c = id.charAt(i);
            boolean fits = FORM.charAt(i) == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (!fits) {
                return false;
            }
        }
        return VERSIONS.indexOf(id.charAt(VERSION_AT)) >= 0;
    }

    /** Whether it only numbers messages, such as {@code evt-17}: what is made anew for each message names nobody. */
    static boolean numbers(String messageId) {
        return NUMBERED.matcher(messageId).matches();
    }
}
