package dev.candor.client.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {
    private final Scrubber scrubber = new Scrubber(new JavaPatterns());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@example.org",
                "ann.smith+news@mail.example.co.uk",
                "ann%40example.org",
                "ann@localhost",
                "ann@163.com",
                "ann%2540example.org",
                "ann%2540example%252Eorg",
                "j%C3%B6rg%40b%C3%BCcher.example",
                "%61nn@ex%61mple.example",
                "jörg@bücher.example",
                "192.168.10.7",
                "2001:db8:85a3:0:0:8a2e:370:7334",
                "2001:db8::1",
                "::ffff:192.168.10.7",
                "::1",
                "00:1b:44:11:3a:b7",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
                "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
                "pk_test_abcdefghijkl",
                "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "github_pat_11ABCDEFG",
                "AKIAIOSFODNN7EXAMPLE",
                "AKIAIOSFODNNSEXAMPLE",
                "sk_live_abcdef",
                "xoxb-123456789012-abcdefabcdef",
                "AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
                "64f0c2a1b3d4e5f6a7b8c9d0",
                "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa",
                "0B62AB60-02AD-4F69-A181-D9C5EB2F97FA",
                "V1StGXR8Z5jdHi6BmyT0",
                "4111111111111111",
                "4111 1111 1111 1111",
                "4111-1111-1111-1111",
                "3782 822463 10005",
                "+49 171 1234567",
                "+1 (555) 123-4567",
                "+15551234567",
                "(555) 123-4567",
                "555-123-4567",
                "06 12 34 56 78",
                "0171 1234567",
                "0171/1234567",
                "+49/171/1234567",
                "+49\u00a0171\u00a01234567",
                "+49\u2011171\u20111234567",
                "4111_1111_1111_1111",
                "4111+1111+1111+1111",
                "4111%201111%25201111%201111",
                "DE89370400440532013000",
                "DE123456789",
                "1234567890",
            })
    void whatLooksPersonalIsReplaced(String text) {
        assertThat(scrubber.text(text)).isEqualTo(Scrubber.REDACTED);
        assertThat(scrubber.text("Invoice for " + text + ", paid")).isEqualTo("Invoice for [redacted], paid");
        assertThat(scrubber.text("id=" + text)).isEqualTo("id=[redacted]");
        assertThat(scrubber.isClean(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Editor | Appsmith",
                "Welcome back! 3 new messages (2 unread)",
                "Report 2024-05-06 10:30:45",
                "Report 05/06/2024",
                "Report 2024/05/06 10:30",
                "Page%2012 of 20",
                "Version 1.2.3-rc.4",
                "Chrome/143.0.0.0 Safari/537.36",
                "std::vector in C++20",
                "Follow @candor and see react@18",
                "internationalization",
                "checkout-step-2-of-5-payment-2024-v3",
                "APPLICATIONS_PAGE_LOAD",
                "Ümläute und 日本語 😀",
                "10,000 rows in 12.5 s",
                "deadbeef cafe facade",
                "https://example.org/docs/v2/guide",
            })
    void ordinaryTextStays(String text) {
        assertThat(scrubber.text(text)).isEqualTo(text);
        assertThat(scrubber.isClean(text)).isTrue();
    }

    @Test
    void controlCharactersAndHalvesOfCharactersGo() {
        assertThat(scrubber.text("a\nb\u0001c\ud83dd\udc00e 😀")).isEqualTo("abcde 😀");
    }

    @Test
    void severalInOneTextAreAllReplaced() {
        assertThat(scrubber.text("1.2.3.4 5.6.7.8, a@b.example c@d.example"))
                .isEqualTo("[redacted] [redacted], [redacted] [redacted]");
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
                "a%40",
                "%40a%20",
                "%2e",
                "1%20",
                "1+",
                "a%2540b"
            })
    void noTextMakesItSlow(String part) {
        var text = part.repeat(32_768 / part.length()) + "!";
        assertThat(CpuTime.of(() -> scrubber.text(text))).isLessThan(Duration.ofSeconds(2));
    }
}
