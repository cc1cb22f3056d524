package dev.candor.server.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeepScrubberTest {
    private static final Map<String, UnaryOperator<String>> DISGUISES = disguises();

    private final List<Finding> found = new ArrayList<>();
    private final DeepScrubber scrubber = new DeepScrubber(new JavaPatterns(), found::add);

    private static Map<String, UnaryOperator<String>> disguises() {
        var disguises = new HashMap<String, UnaryOperator<String>>();
        disguises.put("plain", text -> text);
        disguises.put("percent", DeepScrubberTest::everySign);
        disguises.put("percent twice", text -> encoded(everySign(text)));
        disguises.put("form", DeepScrubberTest::encoded);
        disguises.put("form twice", text -> encoded(encoded(text)));
        disguises.put("base64", text -> base64(Base64.getEncoder(), text));
        disguises.put("base64 unpadded", text -> base64(Base64.getEncoder().withoutPadding(), text));
        disguises.put("base64url", text -> base64(Base64.getUrlEncoder(), text));
        disguises.put("base64 twice", text -> base64(Base64.getEncoder(), base64(Base64.getEncoder(), text)));
        disguises.put("base64 in percent", text -> encoded(base64(Base64.getEncoder(), text)));
        disguises.put("percent in base64", text -> base64(Base64.getEncoder(), everySign(text)));
        disguises.put("full width", DeepScrubberTest::fullWidth);
        disguises.put("full width in percent", text -> encoded(fullWidth(text)));
        disguises.put("JSON in base64", text -> base64(Base64.getEncoder(), "{\"user\":\"" + text + "\"}"));
        return disguises;
    }

    private static String everySign(String text) {
        var encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append("%%%02x".formatted(one));
        }
        return encoded.toString();
    }

    /** As keyboards of Japan and China write it. */
    private static String fullWidth(String text) {
        return text.chars()
                .map(c -> c == ' ' ? '\u3000' : c > ' ' && c < 0x7f ? c + 0xfee0 : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String base64(Base64.Encoder encoder, String text) {
        return encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.org, EMAIL",
        "jörg@bücher.example, EMAIL",
        "ann.smith+news@mail.example.co.uk, EMAIL",
        "192.168.10.7, IP",
        "2001:db8:85a3:0:0:8a2e:370:7334, IP",
        "2001:db8::1, IP",
        "00:1b:44:11:3a:b7, IP",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U, JWT",
        "sk_live_4eC39HqLyjWDarjtT1zdp7dc, KEY",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a, KEY",
        "AKIAIOSFODNN7EXAMPLE, KEY",
        "AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY, KEY",
        "hf_abcdefghijklmnopqrstuvwx, KEY",
        "4111111111111111, CARD",
        "4111 1111 1111 1111, CARD",
        "4111-1111-1111-1111, CARD",
        "378282246310005, CARD",
        "4111111111111112, ID",
        "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa, ID",
        "64f0c2a1b3d4e5f6a7b8c9d0, ID",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b, ID",
        "1234567890, ID",
        "+49 171 1234567, PHONE",
        "+15551234567, PHONE",
        "(555) 123-4567, PHONE",
        "06 12 34 56 78, PHONE",
        "0171 1234567, PHONE",
        "V1StGXR8Z5jdHi6BmyT0, TOKEN",
    })
    void whatLooksPersonalIsFoundByItsKindHoweverItIsWritten(String personal, Finding kind) {
        DISGUISES.forEach((disguise, put) -> {
            found.clear();
            var written = put.apply(personal);
            assertThat(scrubber.text("/app/" + written + "/edit"))
                    .as(disguise)
                    .contains("[redacted]")
                    .doesNotContain(written);
            assertThat(found).as(disguise).contains(kind);
            assertThat(scrubber.isClean(written)).as(disguise).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Editor | Appsmith",
                "Welcome back! 3 new messages (2 unread)",
                "Report 2024-05-06 10:30:45",
                "Version 1.2.3-rc.4",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36",
                "std::vector in C++20",
                "internationalization",
                "Internationalization/Überschrift",
                "checkout-step-2-of-5-payment-2024-v3",
                "execute_ACTION_TRIGGERED",
                "Ümläute und 日本語 😀",
                "２０２４年１１月２７日（水）のレポート！",
                "الصفحة ١٢",
                "100%25 sure, 50% off, %zz",
                "?utm_source=news%20letter&utm_medium=email",
                "/de/%C3%BCber-uns",
                "QueryEditorToolbarButton",
                "PostgreSQL",
                "America/Argentina/Buenos_Aires",
                "deadbeef cafe facade",
                "https://example.org/docs/v2/guide",
            })
    void ordinaryTextStaysAndRaisesNoAlarm(String text) {
        assertThat(scrubber.text(text)).isEqualTo(text);
        assertThat(scrubber.isClean(text)).isTrue();
        assertThat(found).isEmpty();
    }

    @Test
    void theShortestAddressIsFoundToo() {
        assertThat(scrubber.text("a@b.cc")).isEqualTo("[redacted]");
        assertThat(found).containsExactly(Finding.EMAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "お問い合わせ info＠example.jp まで, お問い合わせ [redacted] まで",
        "ann﹫example.org, [redacted]",
        "mail＠example.jp/docs, [redacted]/docs",
        "٠١٧٠١٢٣٤٥٦٧, [redacted]",
        "電話 ०१७०१२३४५६७, 電話 [redacted]",
        "０９０ １２３４ ５６７８, [redacted]",
        "𝟎𝟏𝟕𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕, [redacted]",
    })
    void signsOfAnotherWidthAndDigitsOfOtherScriptsHideNothing(String text, String left) {
        assertThat(scrubber.text(text)).isEqualTo(left);
        assertThat(found).isNotEmpty();
    }

    @Test
    void findingsAreLabelsOfAMetricAndWordsForTheAdmin() {
        assertThat(Finding.values())
                .extracting(Finding::label)
                .containsExactly("jwt", "key", "email", "ip", "card", "phone", "id", "token");
        assertThat(Finding.CARD.words()).isEqualTo("a card number");
    }

    @Test
    void onlyTheWordThatHidesSomethingGoes() {
        assertThat(scrubber.text("/a/ann%2540example.org/b?x=YW5uQGV4YW1wbGUub3Jn&y=free"))
                .isEqualTo("/a/[redacted]/b?x=[redacted]&y=free");
        assertThat(found).containsOnly(Finding.EMAIL).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "4111111111111111, true",
        "5500 0000 0000 0004, true",
        "3782-822463-10005, true",
        "4111111111111112, false",
        "1234567812345678, false",
        "0000000000000000, true",
    })
    void theCheckDigitSaysWhetherItIsACard(String number, boolean card) {
        assertThat(Finder.passesLuhn(number)).isEqualTo(card);
    }

    @Provide
    Arbitrary<String> personal() {
        var word = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(12);
        var octet = Arbitraries.integers().between(1, 255);
        var digits = Arbitraries.strings().withCharRange('0', '9').ofLength(15).map(DeepScrubberTest::card);
        return Arbitraries.oneOf(
                Combinators.combine(word, word).as((name, host) -> name + "@" + host + ".example"),
                Combinators.combine(octet, octet, octet, octet).as((a, b, c, d) -> a + "." + b + "." + c + "." + d),
                digits);
    }

    private static String card(String digits) {
        return Stream.iterate(0, digit -> digit + 1)
                .limit(10)
                .map(digit -> digits + digit)
                .filter(Finder::passesLuhn)
                .findFirst()
                .orElseThrow();
    }

    @Property(tries = 300)
    @Label("an address or a card is gone however it is written")
    void madeUpPersonalData(@ForAll("personal") String personal) {
        if (personal.matches("\\d+\\.0\\.0\\.0")) {
            return;
        }
        DISGUISES.forEach((disguise, put) -> {
            var written = put.apply(personal);
            assertThat(scrubber.text("see " + written + ", please"))
                    .as("%s of %s: %s", disguise, personal, written)
                    .isEqualTo("see [redacted], please");
        });
    }

    @Property(tries = 500)
    @Label("words stay as they are")
    void madeUpWords(@ForAll("words") List<String> words) {
        var text = String.join(" ", words);
        assertThat(scrubber.text(text)).isEqualTo(text);
    }

    /** As akBaagkg is, which says {@code j@Zj}. */
    private static boolean isNoAddressInBase64(String word) {
        var said = Disguises.base64Decoded(word);
        return said == null || said.indexOf('@') < 0;
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .ofMinLength(1)
                .ofMaxLength(14)
                .filter(DeepScrubberTest::isNoAddressInBase64)
                .list()
                .ofMaxSize(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.",
                "a1",
                "1",
                "1 ",
                "1.",
                "a-",
                "f:",
                "-a1",
                "%40",
                "@",
                "0 1",
                "+1(",
                ":1",
                "sk_live_",
                "%",
                "%25",
                "a@",
                "eyJ",
                "QQ",
                "Aa1/",
                "=",
                "a%4"
            })
    void noTextMakesItSlow(String part) {
        var text = part.repeat(32_768 / part.length()) + "!";
        assertThat(CpuTime.of(() -> scrubber.text(text))).isLessThan(Duration.ofSeconds(3));
    }
}
