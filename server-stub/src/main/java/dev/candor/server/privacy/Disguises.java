package dev.candor.server.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words of a text that say something else when they are decoded: percent-encoded, or base64. */
final class Disguises {
    private static final Pattern PERCENT =
            Pattern.compile("[^\\s\"'<>()|,;/?&=#%]{0,256}%[0-9A-Fa-f]{2}[^\\s\"'<>()|,;/?&=#]*");
    // With, then without the signs that base64 shares with paths and words.
    private static final List<Pattern> BASE64 = List.of(
            Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}"),
            Pattern.compile("[A-Za-z0-9_-]{8,}={0,2}"),
            Pattern.compile("[A-Za-z0-9]{8,}={0,2}"));
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}&&[^\\t\\r\\n]]");

    private Disguises() {}

    /**
     * The text with each disguised word passed through a rule.
     *
     * @param rule given what a word says; gives what stands in the word's place, or null to leave the word
     */
    static String replace(String text, Rule rule) {
        var plain = text.indexOf('%') < 0 ? text : each(PERCENT, text, word -> rule.instead(percentDecoded(word)));
        for (var pattern : BASE64) {
            plain = each(pattern, plain, word -> {
                var decoded = base64Decoded(word);
                return decoded == null ? null : rule.instead(decoded);
            });
        }
        return plain;
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
        if (standard.length() % 4 == 1) {
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
