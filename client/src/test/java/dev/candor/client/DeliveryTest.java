package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.candor.event.Versions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When requests are made and when not, in a browser whose clock moves by hand. */
class DeliveryTest extends Deliveries {
    @Test
    void aBatchWaitsASecondForMore() throws JsonProcessingException {
        track(2);
        browser.advance(999);
        assertThat(sizes()).isEmpty();
        browser.advance(1);
        assertThat(sizes()).containsExactly(2);
        var request = browser.requests.get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).isEqualTo("https://example.org/v1/batch");
        var body = Collector.JSON.readTree(request.body());
        assertThat(body.get("writeKey").asText()).isEqualTo("my-key");
        assertThat(body.get("sentAt").asText()).isEqualTo("2026-11-24T10:00:01.000Z");
        assertThat(body.get("batch").get(0).get("timestamp").asText()).isEqualTo("2026-11-24T10:00:00.000Z");
    }

    @Test
    void aYesThatArrivesAfterANoDoesNotCount() {
        browser.status = null;
        browser.scripting.eval("analytics.consent.grant(); analytics.consent.deny()");
        browser.consent("granted");
        browser.requests.get(0).answer().arrived(200, 0);
        track(30);
        browser.advance(5_000);
        assertThat(browser.batches()).isEmpty();
        assertThat(browser.scripting.eval("analytics.consent.status()")).isEqualTo("denied");
    }

    @Test
    void aYesAfterANoThatNeverArrivedCounts() {
        browser.status = null;
        browser.scripting.eval("analytics.consent.deny(); analytics.consent.grant()");
        browser.requests.get(1).answer().arrived(200, 0);
        assertThat(browser.scripting.eval("analytics.consent.status()")).isEqualTo("granted");
    }

    @Test
    void twentyEventsGoAtOnceAndOneRequestASecond() {
        track(45);
        assertThat(sizes()).containsExactly(20);
        browser.advance(999);
        assertThat(sizes()).containsExactly(20);
        browser.advance(1);
        assertThat(sizes()).containsExactly(20, 20);
        browser.advance(999);
        assertThat(sizes()).containsExactly(20, 20);
        browser.advance(1);
        assertThat(sizes()).containsExactly(20, 20, 5);
    }

    @Test
    void whatIsAnsweredLateWaitsNoLonger() {
        browser.status = null;
        track(45);
        browser.advance(3_000);
        assertThat(sizes()).containsExactly(20);
        browser.requests.get(0).answer().arrived(200, 0);
        assertThat(sizes()).containsExactly(20, 20);
    }

    @Test
    void oneEventWaitsForOthersForASecond() {
        track(1);
        browser.advance(999);
        assertThat(sizes()).isEmpty();
        browser.advance(1);
        assertThat(sizes()).containsExactly(1);
        track(1);
        browser.advance(1_000);
        assertThat(sizes()).containsExactly(1, 1);
    }

    @Test
    void whatWaitsGoesWithThePage() {
        track(30);
        browser.advance(1);
        browser.hide();
        assertThat(sizes()).containsExactly(20, 10);
        browser.advance(60_000);
        assertThat(sizes()).containsExactly(20, 10);
    }

    @Test
    void aBrowserWithoutBeaconsPosts() {
        browser.beacons = false;
        track(1);
        browser.hide();
        assertThat(sizes()).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 429, 500, 503})
    void whatDidNotArriveIsTriedAgainLater(int status) {
        browser.status = status;
        track(1);
        browser.advance(1_000);
        assertThat(sizes()).containsExactly(1);
        browser.advance(990);
        assertThat(sizes()).containsExactly(1);
        browser.status = 200;
        browser.advance(60_000);
        assertThat(sizes()).containsExactly(1, 1);
        assertThat(browser.requests.get(1).body().replaceAll("sentAt\":\"[^\"]*", ""))
                .isEqualTo(browser.requests.get(0).body().replaceAll("sentAt\":\"[^\"]*", ""));
    }

    @ParameterizedTest
    @CsvSource({"200", "204", "400", "401", "404", "413"})
    void whatWasTakenOrRefusedIsNot(int status) {
        browser.status = status;
        track(1);
        browser.advance(120_000);
        assertThat(sizes()).containsExactly(1);
    }

    @Test
    void whatWasLostIsToldOnceWithTheNextBatchThatArrives() {
        browser.status = 503;
        track(503);
        browser.advance(10_000);
        assertThat(lost()).contains(3);
        browser.status = 400;
        browser.advance(60_000);
        // Those that the server would not have are lost, too.
        assertThat(lost()).endsWith(3 + 480 - 20, 3 + 480);
        browser.status = 200;
        track(1);
        browser.advance(60_000);
        assertThat(lost()).endsWith(3 + 500);
        track(1);
        browser.advance(60_000);
        assertThat(lost()).endsWith(3 + 500, 0);
    }

    /** What each batch says of events that were lost. */
    private List<Integer> lost() {
        return browser.requests.stream()
                .map(request -> FakeBrowser.read(request.body())
                        .at("/context/candor/lost")
                        .asInt())
                .toList();
    }

    @Test
    void aServerInTroubleIsAskedForAsLongAsItTakes() {
        browser.status = 500;
        track(1);
        browser.advance(24 * 3_600_000);
        // At most five minutes apart, half of that with this browser's chance.
        assertThat(sizes().size()).isBetween(24 * 12, 24 * 60);
        browser.status = 200;
        browser.requests.clear();
        browser.advance(300_000);
        assertThat(sizes()).containsExactly(1);
    }

    @Test
    void withoutAnyAnswerItIsQuietUntilThereIsANetwork() {
        browser.status = 0;
        track(1);
        browser.advance(24 * 3_600_000);
        assertThat(sizes()).hasSize(6);
        track(1);
        browser.advance(3_600_000);
        assertThat(sizes()).hasSize(6);
        browser.status = 200;
        browser.signals.onlines.forEach(Runnable::run);
        assertThat(sizes()).hasSize(7).endsWith(2);
    }

    @Test
    void theServerSaysWhenToComeBack() {
        browser.status = 503;
        browser.retryAfterSeconds = 120;
        track(1);
        browser.advance(1_000);
        browser.status = 200;
        browser.advance(119_000);
        assertThat(sizes()).hasSize(1);
        browser.advance(2_000);
        assertThat(sizes()).hasSize(2);
    }

    @Test
    void aTimeThatNoTimerCanWaitForIsALongOne() {
        browser.status = 503;
        browser.retryAfterSeconds = 1e12;
        track(1);
        browser.advance(1_000);
        browser.status = 200;
        browser.advance(999_000_000);
        assertThat(sizes()).hasSize(1);
        browser.advance(2_000_000);
        assertThat(sizes()).hasSize(2);
    }

    @Test
    void whatIsTrackedMeanwhileDoesNotHurryIt() {
        browser.status = 503;
        browser.retryAfterSeconds = 120;
        track(1);
        browser.advance(1_002);
        // The first is on its way, and is refused.
        track(25);
        browser.advance(118_000);
        assertThat(sizes()).containsExactly(1);
        browser.status = 200;
        browser.advance(10_000);
        assertThat(sizes()).containsExactly(1, 20, 6);
    }

    @Test
    void aBatchThatIsTooLargeGoesInSmallerOnes() {
        browser.status = 413;
        track(20);
        assertThat(sizes()).containsExactly(20);
        browser.advance(1_005);
        browser.status = 200;
        browser.advance(3_000);
        // The second was answered before the server changed its mind.
        assertThat(sizes()).containsExactly(20, 10, 5, 15);
    }

    @Test
    void moreThanFiveHundredWaitingLoseTheOldest() {
        browser.status = null;
        track(620);
        browser.hide();
        // Twenty were on their way already.
        assertThat(sizes().stream().mapToInt(size -> size).sum()).isEqualTo(20 + 480);
    }

    @Test
    void withdrawalErasesTheIdAndTheQueueAtOnce() {
        track(3);
        assertThat(browser.storage).hasSize(2);
        browser.scripting.eval("analytics.consent.withdraw()");
        assertThat(browser.storage).isEmpty();
        assertThat(browser.cookies).isEmpty();
        browser.advance(60_000);
        assertThat(sizes()).isEmpty();
    }

    @Test
    void aWithdrawalThatDoesNotArriveCountsAllTheSame() {
        browser.status = 0;
        browser.scripting.eval("analytics.consent.withdraw().then(null, function (e) { window.r = e.message })");
        browser.advance(100);
        track(3);
        browser.advance(60_000);
        assertThat(sizes()).isEmpty();
        assertThat(browser.scripting.eval("r").toString()).contains("did not reach");
    }

    @Test
    void aRefusalInAnotherTabErasesTheQueueHere() {
        track(3);
        browser.consent("denied");
        browser.tabs.told.run();
        browser.advance(60_000);
        assertThat(sizes()).isEmpty();
        assertThat(browser.storage).isEmpty();
    }

    @Test
    void aRefusalThatNobodyToldOfIsSeenBeforeSending() {
        track(3);
        browser.consent("denied");
        browser.advance(60_000);
        assertThat(sizes()).isEmpty();
        assertThat(browser.storage).isEmpty();
    }

    @Test
    void anAnswerEndsAfterAHundredAndEightyDays() {
        var now = 1_795_514_400L;
        browser.cookies.put("candor_consent", "granted:" + Versions.POLICY + ":" + (now - 180L * 86_400 - 10));
        track(1);
        browser.advance(60_000);
        assertThat(sizes()).isEmpty();
        browser.cookies.put("candor_consent", "granted:" + Versions.POLICY + ":" + (now + 2L * 86_400));
        track(1);
        browser.advance(60_000);
        assertThat(sizes()).isEmpty();
    }
}
