package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** What outlives a tab of a real browser, with its storage and its locks. */
class StoredQueueChromiumTest {
    @Test
    void whatACrashedTabHeldAnotherSendsOnce() throws Exception {
        try (var page = ChromiumPage.alone()) {
            page.collector.answerWith(503);
            page.consent("granted").script("data-auto=\"off\"").open("/");
            page.eval("analytics.track('A'); 1");
            Collector.await(() -> !page.collector.batches().isEmpty());
            crash(page.page);
            var refused = page.collector.batches().size();
            page.collector.answerWith(200);

            // What a tab held is taken over when it has shown no life for twenty seconds.
            var next = page.context.newPage();
            next.addInitScript("(now => { Date.now = () => now() + 25_000; })(Date.now)");
            next.navigate(page.collector.origin() + "/next");
            next.waitForFunction("!Object.keys(localStorage).some(k => k.startsWith('candor_queue.'))");
            var batches = page.collector.batches();
            assertThat(batches).hasSize(refused + 1);
            var ids = new HashSet<String>();
            page.collector
                    .events()
                    .forEach(event -> ids.add(event.get("messageId").asText()));
            assertThat(ids).hasSize(1);
        }
    }

    @Test
    void nothingIsStoredWhenTheScriptThatMadeAnEventTakesTheYesBack() throws Exception {
        try (var page = ChromiumPage.alone()) {
            page.consent("granted").script("data-auto=\"off\"").open("/");
            page.eval(
                    "analytics.track('A'); document.cookie = 'candor_consent=; Path=/; Max-Age=0'; analytics.track('B'); 1");
            assertThat(page.eval("Object.keys(localStorage).join()")).isEmpty();
            page.rest();
            assertThat(page.collector.batches()).isEmpty();
        }
    }

    @Test
    void whatIsStoredAndCanNotBeReadIsSentAllTheSame() throws Exception {
        try (var page = ChromiumPage.alone()) {
            page.consent("granted").script("data-auto=\"off\"").open("/");
            page.eval(
                    "Storage.prototype.getItem = function () { throw new Error('blocked') }; analytics.track('A'); 1");
            Collector.await(() -> !page.collector.batches().isEmpty());
            assertThat(page.collector.events())
                    .extracting(event -> event.get("event").asText())
                    .containsExactly("A");
        }
    }

    @Test
    void tabsSendInTurn() throws Exception {
        try (var page = ChromiumPage.alone()) {
            page.consent("granted").script("data-auto=\"off\"").open("/");
            var other = page.tab("/other");
            // Web Locks are there in a secure context, such as the loopback address.
            other.evaluate("navigator.locks.request('candor', () => new Promise(done => window.free = done)); 1");
            page.eval("for (var i = 0; i < 45; i++) analytics.track('E' + i); 1");
            page.page.waitForTimeout(1_500);
            assertThat(page.collector.batches()).isEmpty();
            other.evaluate("free(); 1");
            Collector.await(() -> page.collector.batches().size() == 3);
            assertThat(page.collector.events()).hasSize(45);
        }
    }

    @Test
    void withoutLocksTheyTakeTurnsByTheStorage() throws Exception {
        try (var page = ChromiumPage.alone()) {
            // As on a page without https.
            page.head("<script>Object.defineProperty(navigator, 'locks', {value: undefined})</script>")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            var other = page.tab("/other");
            other.evaluate("localStorage['candor_queue.lock'] = JSON.stringify([new Date().toISOString(), 1]); 1");
            page.eval("for (var i = 0; i < 45; i++) analytics.track('E' + i); 1");
            page.page.waitForTimeout(1_500);
            assertThat(page.collector.batches()).isEmpty();
            other.evaluate("localStorage.removeItem('candor_queue.lock'); 1");
            Collector.await(() -> page.collector.batches().size() == 3);
            assertThat(page.collector.events()).hasSize(45);
            other.waitForFunction("!localStorage['candor_queue.lock']");
        }
    }

    private static void crash(Page page) {
        try {
            page.navigate("chrome://crash");
        } catch (PlaywrightException expected) {
            assertThat(expected.getMessage()).containsIgnoringCase("crash");
        }
    }
}
