package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser whose user lets no site keep anything: no cookie stays, and the mention of the storage throws. */
class NoCookiesChromiumTest {
    private static final String FORBIDDEN = "{\"profile\":{\"default_content_setting_values\":{\"cookies\":2}}}";

    @Test
    void aBrowserWithoutCookiesSeesNoErrorAndKeepsNothing(@TempDir Path profile) throws Exception {
        Files.createDirectories(profile.resolve("Default"));
        Files.writeString(profile.resolve("Default/Preferences"), FORBIDDEN);
        try (var playwright = ChromiumPage.playwright();
                var context = playwright
                        .chromium()
                        .launchPersistentContext(
                                profile,
                                new BrowserType.LaunchPersistentContextOptions()
                                        .setExecutablePath(ChromiumPage.executable())
                                        .setArgs(ChromiumPage.ARGUMENTS));
                var collector = new Collector()) {
            var page = context.pages().get(0);
            var errors = new CopyOnWriteArrayList<String>();
            page.onPageError(errors::add);
            page.onConsoleMessage(message -> {
                if (!message.text().contains("favicon")) {
                    errors.add(message.text());
                }
            });
            collector.page("<!DOCTYPE html><html><head><title>Editor</title><script src=\"/candor.js\"></script></head>"
                    + "<body><button id=\"x\">x</button></body></html>");
            page.navigate(collector.origin() + "/applications");
            assertThat(
                            page.evaluate(
                                    "() => { document.cookie = 'a=b'; try { return localStorage.length } catch (e) { return document.cookie + e.name } }"))
                    .isEqualTo("SecurityError");
            page.click("#x");
            page.evaluate("analytics.track('Before'); analytics.page(); 1");
            page.waitForTimeout(1_500);
            assertThat(collector.requests()).isEmpty();

            page.evaluate("analytics.consent.grant().then(s => window.r = s)");
            page.waitForFunction("window.r");
            page.evaluate("analytics.track('After'); history.pushState({}, '', '/other'); 1");
            page.waitForTimeout(1_500);
            // The yes has nowhere to stay, so it is none.
            assertThat(page.evaluate("r")).isEqualTo("unset");
            assertThat(collector.requests()).extracting(Collector.Request::path).containsExactly("/consent");
            assertThat(errors).isEmpty();
        }
    }
}
