package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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
        assertThat(sent()).containsExactly("CLICK");
    }

    @Test
    void itComesBeforeWhatThePageReportsNext() {
        page.eval("analytics.track('Saved')");
        browser.hide();
        assertThat(sent()).containsExactly("CLICK", "Saved");
    }

    @Test
    void itIsOfThePlaceWhereItHappened() {
        browser.pushState("/second");
        browser.advance(50);
        browser.hide();
        assertThat(sent()).containsExactly("CLICK", "PAGE_LOAD");
        assertThat(batch(0).at("/0/context/page/path").asText()).isEqualTo("/first");
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
        assertThat(sent()).isEmpty();
    }

    private List<String> sent() {
        return batches().stream()
                .flatMap(batch -> batch.findValuesAsText("event").stream())
                .toList();
    }

    private JsonNode batch(int index) {
        return batches().get(index);
    }

    private List<JsonNode> batches() {
        return browser.requests.stream()
                .filter(request -> request.url().contains("/v1/batch"))
                .map(request -> FakeBrowser.read(request.body()).get("batch"))
                .toList();
    }
}
