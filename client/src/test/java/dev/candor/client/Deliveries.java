package dev.candor.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;

/** A page whose visitor said yes, which tracks what a test has it track, and what it sent. */
abstract class Deliveries {
    final FakeBrowser browser = new FakeBrowser();

    @BeforeEach
    void startedAndGranted() {
        browser.data.put("auto", "off");
        browser.data.put("writeKey", "my-key");
        browser.consent("granted");
        browser.start();
    }

    /** So many events, named {@code E0} and on. */
    final void track(int times) {
        browser.scripting.eval("for (var i = 0; i < " + times + "; i++) analytics.track('E' + i)");
        browser.advance(0);
    }

    static void track(FakeBrowser page, String... names) {
        for (var name : names) {
            page.scripting.eval("analytics.track('" + name + "')");
        }
        page.advance(0);
    }

    /** How many events each batch had. */
    final List<Integer> sizes() {
        return browser.batches().stream().map(JsonNode::size).toList();
    }

    /** The name of each event that a page sent. */
    static List<String> sent(FakeBrowser page) {
        return page.batches().stream()
                .flatMap(batch -> StreamSupport.stream(batch.spliterator(), false))
                .map(event -> event.get("event").asText())
                .toList();
    }

    /** What waits in the storage, as it stands there, one text for each page. */
    static Stream<String> queues(FakeBrowser page) {
        return page.storage.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("candor_queue."))
                .map(Map.Entry::getValue);
    }

    /** What the page shows its visitor. */
    final JsonNode inspected() {
        return FakeBrowser.read(String.valueOf(browser.scripting.eval("JSON.stringify(analytics.consent.inspect())")));
    }
}
