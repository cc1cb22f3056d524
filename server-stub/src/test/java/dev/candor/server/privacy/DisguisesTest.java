package dev.candor.server.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as the base64 of a text, to the byte. */
class DisguisesTest {
    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a text of letters",
                "to the edge of ASCII: ~ and  ",
                "tab\tand lines\r\nare text",
                "é at \u00bf, \u07ff at the end of two bytes",
                "\u0800 begins three, € and \uffee are some",
                "abcd\u00e9",
                "😀 is four"
            })
    void aTextIsFound(String text) {
        var word = base64(text.getBytes(StandardCharsets.UTF_8));
        assertThat(Disguises.base64Decoded(word)).isEqualTo(text);
        assertThat(Disguises.none(word)).isFalse();
        assertThat(Disguises.none("so " + word + ", and so on")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "00, a control character",
        "1f, the last one",
        "7f, the one beyond",
        "80, a byte that follows none",
        "bf, another",
        "c3, the first of two without the second",
        "c361, the same before a letter",
        "e282, two of three",
        "f09f98, three of four",
        "61f8a0a0a0, what begins no character"
    })
    void whatIsNoTextIsNot(String end, String what) {
        var bytes = HexFormat.of()
                .parseHex(HexFormat.of().formatHex("fifteen letters".getBytes(StandardCharsets.US_ASCII)) + end);
        var word = base64(bytes);
        assertThat(Disguises.base64Decoded(word)).as(what).isNull();
        assertThat(Disguises.none(word)).as(what).isTrue();
    }

    @Test
    void halfASurrogatePairIsNoText() {
        var word = base64(new byte[] {'h', 'a', 'l', 'f', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '.', '.'});
        assertThat(Disguises.base64Decoded(word)).isNull();
    }

    @Test
    void aWordThatIsTooShortIsNone() {
        int shortest = Disguises.SHORTEST;
        var word = base64("x".repeat(shortest).getBytes(StandardCharsets.US_ASCII));
        assertThat(Disguises.none(word.substring(0, shortest))).isFalse();
        assertThat(Disguises.none(word.substring(0, shortest - 1))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"a%40b, a@b", "a%4, a%4", "a%, a%", "%41, A", "%zz, %zz", "%4z, %4z", "100%25, 100%"})
    void aPercentSignBeforeNoNumberStays(String word, String decoded) {
        assertThat(Disguises.percentDecoded(word)).isEqualTo(decoded);
    }

    @Test
    void aLineEndIsDecodedToo() {
        assertThat(Disguises.percentDecoded("a%0Ab%0a")).isEqualTo("a\nb\n");
    }
}
