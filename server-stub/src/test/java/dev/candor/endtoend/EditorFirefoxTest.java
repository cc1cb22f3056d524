package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.Eventually;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other engine: consent, views and clicks, once. */
class EditorFirefoxTest {
    @TempDir
    Path dir;

    @TempDir
    Path profile;

    @Test
    void nothingBeforeAYesAndAfterItWhatHappened() throws Exception {
        try (var server = ServerProcess.start(dir, Map.of("CANDOR_SHARE", "yes"));
                var firefox = new Firefox(profile)) {
            firefox.open(server.url() + "/applications");
            assertThat(firefox.eval("document.cookie + localStorage.length").asText())
                    .isEqualTo("0");
            firefox.click("document.querySelector('[data-new]')");
            firefox.eval("new Promise(resolve => setTimeout(resolve, 1500))");
            assertThat(server.events()).isEmpty();

            firefox.open(server.url() + "/applications");
            var yes = "[...document.querySelector('candor-consent').shadowRoot.querySelectorAll('button')]"
                    + ".find(button => button.textContent.startsWith('Yes'))";
            Eventually.see(
                    () -> firefox.eval("String(!!document.querySelector('candor-consent'))")
                            .asText(),
                    "true"::equals);
            firefox.click(yes);
            await(firefox, "!!document.querySelector('candor-consent')");
            firefox.click(yes);
            await(firefox, "analytics.consent.status() === 'granted'");
            firefox.click("document.querySelector('[data-cards] a')");
            firefox.click("document.querySelector('[data-track=DEPLOY]')");

            var events = server.awaitEvents(4);
            assertThat(events)
                    .extracting(event -> event.get("event").asText())
                    .containsExactly("APPLICATIONS_PAGE_LOAD", "CLICK", "EDITOR_PAGE_LOAD", "DEPLOY");
            assertThat(events.get(2).at("/context/page/referrer"))
                    .isEqualTo(events.get(0).at("/context/page/url"));
            assertThat(events.get(0).at("/context/userAgent").asText()).contains("Firefox/");
            assertThat(events)
                    .allMatch(event -> event.at("/context/ip").asText().equals("0.0.0.0"));
        }
    }

    private static void await(Firefox firefox, String condition) throws Exception {
        assertThat(Eventually.see(() -> firefox.eval(condition).asBoolean(), holds -> holds))
                .as(condition)
                .isTrue();
    }
}
