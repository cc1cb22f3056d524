package dev.candor.server.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConsentCookieTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    @ParameterizedTest
    @CsvSource({
        "granted:3:1800000000, GRANTED",
        "granted-anyway:3:1800000000, GRANTED_ANYWAY",
        "denied:3:1800000000, DENIED",
        "granted:3:1784448001, GRANTED",
        "granted:3:1784448000, UNSET",
        "granted:3:1800086399, GRANTED",
        "granted:3:1800086401, UNSET",
        "granted:2:1800000000, UNSET",
        "granted:4:1800000000, UNSET",
        "granted:3, UNSET",
        "granted:3:1800000000:1, UNSET",
        "granted:3:-1, UNSET",
        "granted:99999999999:1800000000, UNSET",
        "granted:3:9999999999999999999, UNSET",
        "Granted:3:1800000000, UNSET",
        "'', UNSET",
        "%00, UNSET",
        "true, UNSET",
    })
    void aValueHoldsForThePolicyAndTheTime(String value, ConsentCookie.Kind expected) {
        assertThat(ConsentCookie.read(List.of(value), 3, NOW)).isEqualTo(expected);
    }

    @Test
    void cookiesThatDifferAreNoAnswer() {
        var granted = "granted:3:1800000000";
        assertThat(ConsentCookie.read(List.of(), 3, NOW)).isEqualTo(ConsentCookie.Kind.UNSET);
        assertThat(ConsentCookie.read(List.of(granted, granted), 3, NOW)).isEqualTo(ConsentCookie.Kind.GRANTED);
        assertThat(ConsentCookie.read(List.of(granted, "denied:3:1800000000"), 3, NOW))
                .isEqualTo(ConsentCookie.Kind.UNSET);
    }

    @ParameterizedTest
    @CsvSource({
        "UNSET, false, UNSET",
        "UNSET, true, DENIED",
        "DENIED, false, DENIED",
        "DENIED, true, DENIED",
        "GRANTED, false, GRANTED",
        "GRANTED, true, DENIED",
        "GRANTED_ANYWAY, false, GRANTED",
        "GRANTED_ANYWAY, true, GRANTED",
    })
    void aSignalCountsBeforeAPlainYes(ConsentCookie.Kind cookie, boolean signal, Consent expected) {
        assertThat(Consent.of(cookie, signal)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = ConsentCookie.Kind.class,
            names = {"GRANTED", "GRANTED_ANYWAY", "DENIED"})
    void whatIsSetIsReadBackForHalfAYear(ConsentCookie.Kind kind) {
        var header = ConsentCookie.set(kind, 3, NOW, false);
        assertThat(header).startsWith("candor_consent=").endsWith("; Path=/; Max-Age=15552000; SameSite=Lax");
        var value = header.substring("candor_consent=".length(), header.indexOf(';'));
        assertThat(ConsentCookie.read(List.of(value), 3, NOW)).isEqualTo(kind);
    }

    @Test
    void overHttpsACookieIsSentOverHttpsAlone() {
        assertThat(ConsentCookie.set(ConsentCookie.Kind.DENIED, 3, NOW, true))
                .isEqualTo("candor_consent=denied:3:1800000000; Path=/; Max-Age=15552000; SameSite=Lax; Secure");
        assertThat(ConsentCookie.expire(true)).isEqualTo("candor_consent=; Path=/; Max-Age=0; SameSite=Lax; Secure");
    }

    @Test
    void takingBackLeavesNoValueAndNoTime() {
        assertThat(ConsentCookie.expire(false)).isEqualTo("candor_consent=; Path=/; Max-Age=0; SameSite=Lax");
    }

    @Test
    void answersHaveTheNamesOfTheInterface() {
        assertThat(Consent.values()).extracting(Consent::text).containsExactly("granted", "denied", "unset");
        assertThat(Answer.values()).extracting(Answer::text).containsExactly("unset", "yes", "no");
    }
}
