package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state of the pages of admin and banner, in light and dark, on a desk and on a phone: readable, reachable, and nothing cut off. */
class AdminPagesChromiumTest {
    private static final int HEIGHT = 800;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path folder;

    private static Map<String, String> settings(String state) {
        return switch (state) {
            case "locked" -> Map.of("DO_NOT_TRACK", "1");
            case "collector" -> Map.of("CANDOR_ROLE", "collector");
            case "sharing", "banner" -> Map.of("CANDOR_SHARE", "yes");
            default -> Map.of();
        };
    }

    /** @param looks a colour scheme and a width in pixels each; the page is opened once and then looked at */
    @ParameterizedTest
    @CsvSource({
        "signed-out, light-1280 dark-400",
        "first, light-1280 dark-400",
        "locked, dark-1280 light-400",
        "sharing, light-1280 dark-1280 light-400",
        "collector, light-400 dark-1280",
        "banner, light-1280 dark-400",
        "dictionary, light-400 dark-1280",
    })
    void everyStateCanBeReadAndFits(String state, String looks) throws Exception {
        try (var server = ServerProcess.start(folder, settings(state));
                var visitor = CHROMIUM.visitor(server.url())) {
            var page = visitor.page();
            open(state, server, visitor);
            for (var look : looks.split(" ", -1)) {
                int dash = look.indexOf('-');
                int width = Integer.parseInt(look.substring(dash + 1));
                var scheme = ColorScheme.valueOf(look.substring(0, dash).toUpperCase(Locale.ROOT));
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                page.setViewportSize(width, HEIGHT);
                visitor.screenshot(state + "-" + look);
                assertThat(new AxeBuilder(page).analyze().getViolations())
                        .as(look)
                        .isEmpty();
                assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
                        .as(look)
                        .isEqualTo(width);
            }
        }
    }

    private static void open(String state, ServerProcess server, Visitor visitor) throws Exception {
        switch (state) {
            case "banner" -> visitor.open("/applications");
            case "dictionary" -> visitor.open("/dictionary");
            case "collector" -> {
                SampleFleet.sendTo(server);
                signIn(visitor);
                visitor.page().getByText("As a table").first().click();
            }
            case "signed-out" -> visitor.open("/admin");
            case "sharing" -> {
                visitor.open("/applications");
                visitor.answer("Yes, share");
                visitor.page().evaluate("() => analytics.track('Plan Chosen', {plan: 'free', note: 'two words'})");
                server.awaitEvents(2);
                server.send(
                        "POST",
                        "/v1/t",
                        "{\"event\":\"CLICK\",\"properties\":{\"email\":\"x\"},\"context\":{\"campaign\":{\"name\":\"ann@example.org\"}}}",
                        "Cookie",
                        "candor_consent=" + visitor.cookies().get(0).value);
                signIn(visitor);
                visitor.page().locator("ol.events summary").first().click();
                visitor.page().getByText("New in version").click();
            }
            default -> signIn(visitor);
        }
    }

    private static void signIn(Visitor visitor) {
        visitor.open("/admin");
        visitor.page().getByLabel("Admin token").fill(ServerProcess.TOKEN);
        visitor.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        visitor.page().getByText("Sign out").waitFor();
    }

    @Test
    void theKeyboardAloneSignsInAndTurnsItOffAndOn() throws IOException {
        try (var server = ServerProcess.start(folder, Map.of("CANDOR_SHARE", "yes"));
                var admin = CHROMIUM.visitor(server.url())) {
            var page = admin.open("/admin");
            page.keyboard().press("Tab");
            assertThat(focused(page)).isEqualTo("token");
            page.keyboard().type(ServerProcess.TOKEN);
            page.keyboard().press("Enter");
            page.locator("#share").waitFor();
            for (boolean on : new boolean[] {false, true}) {
                tabTo(page, "share");
                page.keyboard().press("Space");
                page.keyboard().press("Tab");
                page.keyboard().press("Enter");
                page.getByRole(AriaRole.STATUS).waitFor();
                assertThat(page.getByLabel("Share anonymous usage data").isChecked())
                        .isEqualTo(on);
                page.navigate(server.url() + "/admin");
            }
        }
    }

    private static void tabTo(Page page, String id) {
        for (int i = 0; i < 10 && !id.equals(focused(page)); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(focused(page)).isEqualTo(id);
    }

    private static Object focused(Page page) {
        return page.evaluate("() => document.activeElement.id");
    }
}
