package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A visitor's answer on its way to the server and to the other tabs. */
class AnswersTest {
    private static final long NOW_SECONDS = 1_795_514_400L;
    private static final long DAY = 86_400;

    private final FakeBrowser browser = new FakeBrowser();
    private int told;

    @BeforeEach
    void start() {
        browser.data.put("auto", "off");
        browser.start();
        browser.tabs.listeners.add(() -> told++);
    }

    @ParameterizedTest
    @CsvSource({"199, no", "200, granted", "204, granted", "299, granted", "300, no", "404, no", "0, no"})
    void onlyTwoHundredsAreArrivals(int status, String outcome) {
        browser.status = status;
        browser.scripting.eval(
                "analytics.consent.grant().then(function (s) { window.r = s }, function () { window.r = 'no' })");
        browser.advance(10);
        assertThat(browser.scripting.eval("r")).isEqualTo(outcome);
        assertThat(told).isEqualTo(outcome.equals("no") ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deny", "withdraw"})
    void aRefusalTakesTheCookieAwayAndIsToldBeforeTheServerHearsOfIt(String refusal) {
        browser.consent("granted");
        browser.tabs.listeners.add(() -> {
            assertThat(browser.requests).isEmpty();
            assertThat(browser.cookies).doesNotContainKey("candor_consent");
        });
        browser.status = null;
        browser.scripting.eval("analytics.consent." + refusal + "()");
        assertThat(told).isEqualTo(1);
        assertThat(browser.requests).hasSize(1);
    }

    @Test
    void ofTwoAnswersTheLastCountsWhicheverArrivesFirst() {
        browser.status = null;
        browser.scripting.eval("analytics.consent.grant(); analytics.consent.deny(); analytics.consent.grant()");
        browser.requests.get(2).answer().arrived(200, 0);
        assertThat(browser.scripting.eval("analytics.consent.status()")).isEqualTo("granted");
        browser.requests.get(1).answer().arrived(200, 0);
        browser.requests.get(0).answer().arrived(200, 0);
        assertThat(browser.scripting.eval("analytics.consent.status()")).isEqualTo("granted");
    }

    @ParameterizedTest
    @CsvSource({"15551999, granted", "15552000, unset", "-86399, granted", "-86400, unset", "-86401, unset"})
    void anAnswerCountsForAHundredAndEightyDaysAndAClockMayBeADayBehind(long ageSeconds, String status) {
        browser.cookies.put("candor_consent", "granted:" + Versions.POLICY + ":" + (NOW_SECONDS - ageSeconds));
        assertThat(DAY * 180).isEqualTo(15_552_000);
        assertThat(browser.scripting.eval("analytics.consent.status()")).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "grant | POST | {\"status\":\"granted\"}",
                "deny | POST | {\"status\":\"denied\"}",
                "withdraw | DELETE | {}",
            })
    void anAnswerIsPostedAndTakingItBackLeavesNone(String call, String method, String body) {
        browser.scripting.eval("analytics.consent." + call + "()");
        assertThat(browser.requests).hasSize(1);
        var request = browser.requests.get(0);
        assertThat(request.method()).isEqualTo(method);
        assertThat(request.url()).isEqualTo("https://example.org/consent");
        assertThat(request.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "granted, false, false, on, granted",
        "granted, true, false, on, denied",
        "granted, false, true, on, denied",
        "granted, false, true, off, granted",
        "granted, true, true, off, denied",
        "granted-anyway, true, true, on, granted",
        "denied, false, false, on, denied",
        ", false, false, on, unset",
        ", true, false, on, denied",
        ", false, true, on, denied",
        ", false, true, off, unset",
    })
    void aSignalCountsBeforeAPlainYes(
            @Nullable String cookie, boolean control, boolean doNotTrack, String dnt, String status) {
        var page = new FakeBrowser();
        page.data.put("dnt", dnt);
        page.place.globalPrivacyControl = control;
        page.place.doNotTrack = doNotTrack;
        if (cookie != null) {
            page.consent(cookie);
        }
        page.start();
        assertThat(page.scripting.eval("analytics.consent.status()")).isEqualTo(status);
    }
}
