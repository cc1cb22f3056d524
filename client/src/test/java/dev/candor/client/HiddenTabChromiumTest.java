package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import dev.candor.event.Versions;
import org.junit.jupiter.api.Test;

/** A tab that is really behind another; those that Playwright makes count as seen all the time, so these come from the browser itself. */
class HiddenTabChromiumTest {
    private static final String PAGE = """
            <!DOCTYPE html><html><head><title>Editor</title><script>
              document.cookie = 'candor_consent=granted:POLICY:' + Math.floor(Date.now() / 1000) + '; Path=/';
              addEventListener('load', function () {
                setTimeout(function () { fetch('/v1/hidden', {method: 'POST', body: '{"batch":[]}'}) }, 1500);
              });
              document.addEventListener('visibilitychange', function () {
                if (!document.hidden) {
                  analytics.track('Waits');
                  fetch('/v1/seen', {method: 'POST', body: '{"batch":[]}'});
                }
              });
            </script><script src="/candor.js"></script></head><body></body></html>
            """;

    @Test
    void aTabIsViewedWhenItIsSeenAndSendsWhatWaitsWhenItIsSeenNoMore() throws Exception {
        try (var playwright = ChromiumPage.playwright();
                var browser = ChromiumPage.launch(playwright);
                var collector = new Collector()) {
            collector.page(PAGE.replace("POLICY", String.valueOf(Versions.POLICY)));
            var session = browser.newBrowserCDPSession();
            var front = tab(session, "about:blank", false);
            var tab = tab(session, collector.origin() + "/behind", true);
            awaitPath(collector, "/v1/hidden");
            assertThat(collector.told()).isEmpty();

            activate(session, tab);
            awaitPath(collector, "/v1/seen");
            // Before the second is over after which a batch leaves by itself.
            activate(session, front);
            Collector.await(() -> collector.told().size() >= 2);
            assertThat(collector.told()).containsExactlyInAnyOrder("PAGE_LOAD /behind", "Waits /behind");
            assertThat(collector.batches())
                    .filteredOn(batch -> batch.body().contains("Waits"))
                    .extracting(Collector.Request::contentType)
                    .singleElement()
                    .asString()
                    .startsWith("text/plain");
        }
    }

    private static String tab(CDPSession session, String url, boolean behind) {
        var wanted = new JsonObject();
        wanted.addProperty("url", url);
        wanted.addProperty("background", behind);
        return session.send("Target.createTarget", wanted).get("targetId").getAsString();
    }

    private static void activate(CDPSession session, String tab) {
        var wanted = new JsonObject();
        wanted.addProperty("targetId", tab);
        session.send("Target.activateTarget", wanted);
    }

    private static void awaitPath(Collector collector, String path) throws InterruptedException {
        Collector.await(() ->
                collector.batches().stream().anyMatch(request -> request.path().equals(path)));
    }
}
