package dev.candor.server.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Words of a text that say something else when they are decoded: percent-encoded, base64, or in signs that stand for those of ASCII. */
final class Disguises {
    private static final Pattern PERCENT =
            Pattern.compile("[^\\s\"'<>()|,;/?&=#%]{0,256}%[0-9A-Fa-f]{2}[^\\s\"'<>()|,;/?&=#]*");
    private static final Pattern WORD = Pattern.compile("[^\\s\"'<>()|,;/?&=#]++");
    private static final int FULL_WIDTH = 0xFF01;
    private static final int SMALL_AT = 0xFE6B;
    private static final int WIDE_SPACE = 0x3000;
    // With, then without the signs that base64 shares with paths and words.
    private static final List<Pattern> BASE64 = List.of(
            Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}"),
            Pattern.compile("[A-Za-z0-9_-]{8,}={0,2}"),
            Pattern.compile("[A-Za-z0-9]{8,}={0,2}"));
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}&&[^\\t\\r\\n]]");

    // The same, for a look without them.
    static final int SHORTEST = 8;
    private static final List<String> SIGNS = List.of("+/", "-_", "");

    private Disguises() {}

    /**
     * The text with each disguised word passed through a rule.
     *
     * @param rule given what a word says; gives what stands in the word's place, or null to leave the word
     */
    static String replace(String text, Rule rule) {
        var ascii = inAscii(text, rule);
        var plain = ascii.indexOf('%') < 0 ? ascii : each(PERCENT, ascii, word -> rule.instead(percentDecoded(word)));
        for (var pattern : BASE64) {
            plain = each(pattern, plain, word -> {
                var decoded = base64Decoded(word);
                return decoded == null ? null : rule.instead(decoded);
            });
        }
        return plain;
    }

    /** First each word, then all, as a number may stand in several words. */
    private static String inAscii(String text, Rule rule) {
        if (!standsForAscii(text)) {
            return text;
        }
        var left = each(WORD, text, word -> standsForAscii(word) ? rule.instead(ascii(word)) : null);
        var instead = standsForAscii(left) ? rule.instead(ascii(left)) : null;
        return instead == null ? left : instead;
    }

    private static boolean standsForAscii(String text) {
        return text.codePoints().anyMatch(Disguises::standsForAscii);
    }

    /** Whether a sign is one of ASCII in another width, or a digit of another script. */
    static boolean standsForAscii(int c) {
        return c > 0x7F && ((c >= FULL_WIDTH && c <= FULL_WIDTH + '~' - '!') || c == SMALL_AT || Character.isDigit(c));
    }

    private static String ascii(String text) {
        return text.codePoints()
                .map(c -> Character.isDigit(c)
                        ? '0' + Character.digit(c, 10)
                        : c == SMALL_AT ? '@' : c == WIDE_SPACE ? ' ' : standsForAscii(c) ? c - FULL_WIDTH + '!' : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** Whether no word of a text without percent signs is the base64 of a text. */
    static boolean none(String text) {
        for (var sign : SIGNS) {
            for (int from = 0; from < text.length(); ) {
                int to = from;
                while (to < text.length() && isSign(text.charAt(to), sign)) {
                    to++;
                }
                if (to - from >= SHORTEST && mayBeText(text, from, to)) {
                    return false;
                }
                from = to + 1;
            }
        }
        return true;
    }

    private static boolean isSign(char c, String more) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || more.indexOf(c) >= 0;
    }

    /** False for what decodes to a control character, or to what cannot be UTF-8: most words, after a byte or three. */
    private static boolean mayBeText(String text, int from, int to) {
        int bits = 0;
        int held = 0;
        int following = 0;
        for (int i = from; i < to; i++) {
            bits = bits << 6 | value(text.charAt(i));
            held += 6;
            if (held >= 8) {
                held -= 8;
                int next = bits >> held & 0xFF;
                boolean follows = next >> 6 == 0b10;
                if (follows != following > 0 || next >= 0xF8 || isControl(next)) {
                    return false;
                }
                following = follows ? following - 1 : following(next);
            }
        }
        return following == 0;
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        return c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' || c == '-' ? 62 : 63;
    }

    private static boolean isControl(int next) {
        return next == 0x7F || (next < ' ' && next != '\t' && next != '\r' && next != '\n');
    }

    private static int following(int first) {
        return first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    }

    /** What stands in a word's place, given what it says; null for the word itself. */
    interface Rule {
        @Nullable
        String instead(String said);
    }

    private static String each(Pattern pattern, String text, Rule rule) {
        return pattern.matcher(text).replaceAll(match -> {
            var instead = rule.instead(match.group());
            return Matcher.quoteReplacement(instead == null ? match.group() : instead);
        });
    }

    /** Bytes that are no UTF-8 become signs that stand for them; a percent sign before no number stays. */
    static String percentDecoded(String word) {
        var bytes = ByteBuffer.allocate(word.length() * 4);
        for (int i = 0; i < word.length(); i++) {
            boolean encoded = word.charAt(i) == '%' && i + 2 < word.length();
            int high = encoded ? Character.digit(word.charAt(i + 1), 16) : -1;
            int low = encoded ? Character.digit(word.charAt(i + 2), 16) : -1;
            if (high >= 0 && low >= 0) {
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else {
                bytes.put(word.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    /** The text that a word is the base64 of, in either alphabet; null when that is no text. */
    static @Nullable String base64Decoded(String word) {
        var standard = word.replace('-', '+').replace('_', '/').replace("=", "");
        if (standard.length() % 4 == 1 || !mayBeText(standard, 0, standard.length())) {
            return null;
        }
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(standard)))
                    .toString();
            return UNPRINTABLE.matcher(text).find() ? null : text;
        } catch (IllegalArgumentException | CharacterCodingException noText) {
            return null;
        }
    }
}
