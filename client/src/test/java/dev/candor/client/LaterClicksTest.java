package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A click's message is made after what the page makes of the click was shown: where it is, and is not, until then. */
class LaterClicksTest {
    private final FakePage page = new FakePage();
    private final FakeBrowser browser = page.browser;

    @BeforeEach
    void open() {
        page.consent("granted").body("<button id='x'>Ann</button>").open("/first");
        browser.hide();
        browser.show();
        browser.requests.clear();
        page.click("x");
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void nothingOfItIsStoredBefore() {
        browser.scripting.settle();
        assertThat(browser.storage.keySet()).noneMatch(key -> key.startsWith("candor_queue."));
        browser.advance(1);
        assertThat(browser.storage.keySet()).anyMatch(key -> key.startsWith("candor_queue."));
    }

    @Test
    void itLeavesWithThePage() {
        browser.hide();
        assertThat(Deliveries.sent(browser)).containsExactly("CLICK");
    }

    @Test
    void itComesBeforeWhatThePageReportsNext() {
        page.eval("analytics.track('Saved')");
        browser.hide();
        assertThat(Deliveries.sent(browser)).containsExactly("CLICK", "Saved");
    }

    @Test
    void itIsOfThePlaceWhereItHappened() {
        browser.pushState("/second");
        browser.advance(50);
        browser.hide();
        assertThat(Deliveries.sent(browser)).containsExactly("CLICK", "PAGE_LOAD");
        assertThat(browser.batches().get(0).at("/0/context/page/path").asText()).isEqualTo("/first");
    }

    @Test
    void itIsShownToWhoLooks() {
        assertThat(page.eval("analytics.consent.inspect().held[0].event")).isEqualTo("CLICK");
    }

    @Test
    void itIsNotSentWhenTheAnswerBecameNo() {
        page.eval("analytics.consent.deny()");
        browser.advance(2_000);
        browser.hide();
        assertThat(Deliveries.sent(browser)).isEmpty();
    }
}
