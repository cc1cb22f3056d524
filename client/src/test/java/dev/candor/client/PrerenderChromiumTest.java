package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that a real browser renders before anybody asks for it, which no browser does while somebody steers it. */
class PrerenderChromiumTest {
    private static final String PAGE = """
            <!DOCTYPE html><html><head><title>Editor</title><script>
              if (!document.prerendering && location.pathname == '/first') {
                document.cookie = 'candor_consent=granted:POLICY:' + Math.floor(Date.now() / 1000) + '; Path=/';
                addEventListener('storage', function (e) { if (e.key == 'ahead') setTimeout(function () { analytics.track('Left'); location.href = '/ahead' }, 1500) });
              }
              if (document.prerendering) {
                document.addEventListener('prerenderingchange', function () { analytics.track('Used') });
                addEventListener('load', function () { localStorage.ahead = 1 });
              }
            </script><script src="/candor.js"></script>
            <script type="speculationrules">{"prerender":[{"source":"list","urls":["/ahead"],"eagerness":"immediate"}]}</script>
            </head><body></body></html>
            """;

    @Test
    void aPageThatIsRenderedAheadIsViewedWhenSomebodyGoesThere(@TempDir Path profile) throws Exception {
        try (var collector = new Collector()) {
            collector.page(PAGE.replace("POLICY", String.valueOf(Versions.POLICY)));
            var browser = new ProcessBuilder(
                            System.getenv().getOrDefault("CANDOR_CHROMIUM", "/usr/bin/chromium"),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-component-update",
                            "--disable-sync",
                            "--user-data-dir=" + profile.resolve("browser"),
                            collector.origin() + "/first")
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolve("log").toFile())
                    .start();
            try {
                Collector.await(() -> collector.told().size() >= 4);
                assertThat(collector.told())
                        .containsExactly("PAGE_LOAD /first", "Left /first", "PAGE_LOAD /ahead", "Used /ahead");
                var times = collector.events().stream()
                        .map(event -> event.get("timestamp").asText())
                        .toList();
                assertThat(times.get(2)).isGreaterThanOrEqualTo(times.get(1));
            } finally {
                // Its helpers write into the profile as long as they live.
                var helpers = browser.descendants().toList();
                browser.destroy();
                browser.waitFor(10, TimeUnit.SECONDS);
                for (var helper : helpers) {
                    helper.destroyForcibly();
                    helper.onExit().get(10, TimeUnit.SECONDS);
                }
            }
        }
    }
}
