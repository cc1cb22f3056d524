package dev.candor.server.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignsTest {
    private static final int TRIES = 30_000;
    private static final String[] PARTS = {
        "a",
        "b",
        "f",
        "Z",
        "0",
        "1",
        "7",
        "19",
        "2026",
        "12345",
        "deadbeef",
        "cafe1",
        "abcdefab",
        "abcd",
        "abcdefabcdef",
        "x",
        "Tokyo",
        "release",
        "candidate",
        "CLICK",
        "EDITOR_PAGE_LOAD",
        " ",
        " ",
        "-",
        "_",
        ".",
        ":",
        "::",
        "/",
        "+",
        "(",
        ")",
        "@",
        "%",
        "=",
        "%40",
        "192.168",
        "10.0.0.1",
        ".example",
        "ann",
        "4111 1111",
        "sk_live_",
        "rk_test_",
        "sk-",
        "ghp_",
        "github_pat_",
        "glpat-",
        "xoxb-",
        "AKIA",
        "ASIA",
        "AIza",
        "ya29.",
        "SG.",
        "npm_",
        "hf_",
        "dop_v1_",
        "eyJ",
        "eyJhbGciOi",
        "\u00e9",
        "\u212a",
        "\u0001",
        "\ud800",
        "QUJD",
        "YW5uQGV4YW1wbGUub3Jn",
        "ZmFrZSB0ZXh0",
        "w6Q",
        "[redacted]",
    };

    private final ArrayList<Finding> findings = new ArrayList<>();
    private final DeepScrubber scrubber = new DeepScrubber(new JavaPatterns(), findings::add);
    private final Random random = new Random(1);

    private void theLookAgreesWithTheSearches(String text) {
        findings.clear();
        var searched = scrubber.searched(text);
        var found = new ArrayList<>(findings);
        findings.clear();
        assertThat(scrubber.text(text)).as("«%s»", text).isEqualTo(searched);
        assertThat(findings).as("«%s»", text).isEqualTo(found);
    }

    private String madeOfParts() {
        var text = new StringBuilder();
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    @Test
    void whatIsMadeOfTellingPartsIsTreatedAsByTheSearches() {
        for (int i = 0; i < TRIES; i++) {
            theLookAgreesWithTheSearches(madeOfParts());
        }
    }

    @Test
    void whatIsMadeOfRandomSignsIsTreatedAsByTheSearches() {
        var signs = "abcdefghijkxyzABSZ0123456789-_.:/+@= ";
        for (int i = 0; i < TRIES; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(50); j > 0; j--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            theLookAgreesWithTheSearches(text.toString());
        }
    }

    @Test
    void whatABase64WordSaysIsLookedAt() {
        for (int i = 0; i < TRIES / 3; i++) {
            var bytes = madeOfParts().getBytes(StandardCharsets.UTF_8);
            var encoder = random.nextBoolean()
                    ? Base64.getEncoder()
                    : Base64.getUrlEncoder().withoutPadding();
            theLookAgreesWithTheSearches("see " + encoder.encodeToString(bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CLICK",
                "release-2026/candidate",
                "Applications of the team",
                "/app/:id/edit",
                "en-US",
                "button",
                "free-plan"
            })
    void wordsHaveNone(String words) {
        assertThat(Signs.none(words) && Disguises.none(words)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "1234 5678",
                "v1.2.3.x",
                "1.2.3456",
                "a.b.c.d 123",
                "at 10:30",
                "std::vector::size",
                "abcdefabcdefab1",
                "abcdefab/abcdefa1",
                "abcdefab.abcdefa1",
                "abcdefab[abcdefa1",
                "abcdefab`abcdefa1",
                "abcdefab{abcdefa1",
                "abcabcABCabcabcABCabcabcABCabcabcAB",
            })
    void oneLessThanASignIsNone(String text) {
        assertThat(Signs.none(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "a%b",
                "tab\tted",
                "unit\u001fseparated",
                "\ud83d\ude00",
                "123456789",
                "012 345 678",
                "1.2.3.4",
                "a:b:1",
                "abcdefabcdefabc1",
                "azAZ09_-+abcdefa",
                "zzzzzzzzzzzzzzz9",
                "ZZZZZZZZZZZZZZZ0",
                "abcabcABCabcabcABCabcabcABCabcabcABC",
                "a-word-of-thirty-six-letters-or-so-as another",
                "AKIA",
                "my_pat_tern",
            })
    void asMuchAsASignNeedsIsOne(String text) {
        assertThat(Signs.none(text)).isFalse();
    }
}
