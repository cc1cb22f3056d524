package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a visitor can see of what was sent and what is held. */
class InspectTest extends Deliveries {
    @Test
    void aVisitorSeesWhatWasSentAndWhatIsHeld() {
        track(browser, "A");
        browser.advance(2_000);
        track(browser, "B");
        var seen = inspected();
        assertThat(seen.get("status").asText()).isEqualTo("granted");
        assertThat(seen.get("anonymousId").asText()).isEqualTo(browser.storage.get("candor_anonymous_id"));
        assertThat(seen.get("sent").get(0).toString())
                .isEqualTo(browser.requests.get(0).body());
        assertThat(seen.get("held")).hasSize(1);
        assertThat(seen.get("held").get(0).get("event").asText()).isEqualTo("B");
    }

    @Test
    void whatTheBrowserRefusedToTakeIsNotShownAsSent() {
        browser.status = null;
        track(browser, "A");
        browser.advance(1_000);
        track(browser, "B");
        browser.beacons = false;
        browser.hide();
        assertThat(sent(browser)).containsExactly("A");
        assertThat(inspected().get("sent")).hasSize(1);
    }

    @Test
    void whatWaitsForAnAnswerIsShownToo() {
        browser.cookies.clear();
        track(browser, "A");
        assertThat(inspected().at("/held/0/event").asText()).isEqualTo("A");
        assertThat(browser.storage).isEmpty();
    }

    @Test
    void theLastTwentyBatchesAreShown() {
        for (int i = 0; i < 25; i++) {
            browser.scripting.eval("analytics.track('E" + i + "')");
            browser.advance(2_000);
        }
        browser.scripting.eval("analytics.track('LAST')");
        browser.scripting.settle();
        browser.hide();
        var sent = inspected().get("sent");
        assertThat(sent).hasSize(20);
        assertThat(sent.get(0).at("/batch/0/event").asText()).isEqualTo("E6");
        assertThat(sent.get(19).at("/batch/0/event").asText()).isEqualTo("LAST");
    }
}
