package dev.candor.server.privacy;

import java.util.List;
import java.util.Locale;

/**
 * A look at a text, in one pass, that spares most texts the searches of {@link Finder} and of the browser's scrubber: each of
 * their expressions needs certain signs, and where they are absent it finds nothing. In doubt there are signs; nothing is ever decided
 * here but that a search would be in vain, which a test compares with the searches.
 */
final class Signs {
    /** A number of a card, phone or person has nine digits and more. */
    private static final int DIGITS = 9;
    /** An IPv4 address has three points and four digits, one of IPv6 and a MAC address two colons and a digit. */
    private static final int POINTS = 3;

    private static final int POINTED_DIGITS = 4;
    private static final int COLONS = 2;
    /** A token or a long id is a word of sixteen characters with a digit; a UUID may have none, but has 36. */
    private static final int TOKEN = 16;

    private static final int UUID = 36;
    /** A part of each key of a service that is known by its name, in lower case. */
    private static final List<String> KEYS = List.of(
            "k_live_", "k_test_", "sk-", "gh", "_pat_", "glpat-", "xox", "akia", "asia", "aiza", "ya29.", "sg.", "npm_",
            "hf_", "dop_", "eyj");

    private Signs() {}

    /** Whether no expression can find anything in the text as it stands, whatever its words are the code of. */
    static boolean none(String text) {
        int digits = 0;
        int points = 0;
        int colons = 0;
        int word = 0;
        int longest = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (c < ' ' || c == '@' || c == '%' || Character.isSurrogate(c) || Disguises.standsForAscii(c)) {
                return false;
            }
            word = digit || isLetter(c) || c == '_' || c == '-' || c == '+' ? word + 1 : 0;
            longest = Math.max(longest, word);
            digits += digit ? 1 : 0;
            points += c == '.' ? 1 : 0;
            colons += c == ':' ? 1 : 0;
        }
        boolean number =
                digits >= DIGITS || (points >= POINTS && digits >= POINTED_DIGITS) || (colons >= COLONS && digits > 0);
        boolean token = longest >= TOKEN && (digits > 0 || longest >= UUID);
        return !number && !token && !namesAKey(text);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean namesAKey(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        for (var key : KEYS) {
            if (lower.contains(key)) {
                return true;
            }
        }
        return false;
    }
}
