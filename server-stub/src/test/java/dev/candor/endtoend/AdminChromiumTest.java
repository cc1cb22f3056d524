package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The admin at the settings page: reads what left, turns it off and on; with scripts off, as the page needs none. */
class AdminChromiumTest {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path folder;

    private ServerProcess server;

    @BeforeEach
    void startServer() throws IOException {
        Files.writeString(folder.resolve("docker.env"), "# ours\nAPPSMITH_DISABLE_TELEMETRY=false\nOTHER=1\n");
        server = ServerProcess.start(folder, Map.of("CANDOR_SHARE", "yes"));
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void theAdminReadsTheBytesThatLeave() throws Exception {
        visitAndShare();
        var event = server.sendAsAdmin("GET", "/admin/events?limit=1", "").body();
        var shown = event.substring(event.indexOf("\"event\":") + 8, event.indexOf(",\"withheld\""));
        try (var admin = signedIn(ColorScheme.LIGHT)) {
            admin.page().locator("ol.events summary").first().click();
            assertThat(admin.page().locator("ol.events pre").first().textContent())
                    .isEqualTo(shown);
            admin.screenshot("admin");
            assertThat(new AxeBuilder(admin.page()).analyze().getViolations()).isEmpty();
        }
    }

    @Test
    void theDarkPageCanBeReadToo() {
        try (var admin = signedIn(ColorScheme.DARK)) {
            admin.screenshot("admin-dark");
            assertThat(new AxeBuilder(admin.page()).analyze().getViolations()).isEmpty();
        }
    }

    @Test
    void turningItOffActsAtOnceAndIsWrittenIntoTheFile() throws Exception {
        visitAndShare();
        try (var visitor = CHROMIUM.visitor(server.url());
                var admin = signedIn(ColorScheme.LIGHT)) {
            visitor.open("/applications");
            visitor.answer("Yes, share");
            server.awaitEvents(2);
            save(admin, false);
            assertThat(Files.readString(folder.resolve("docker.env")))
                    .isEqualTo("# ours\nAPPSMITH_DISABLE_TELEMETRY=true\nOTHER=1\n");
            visitor.page().getByText("Inventory").click();
            visitor.settle();
            assertThat(server.events()).isEmpty();
            save(admin, true);
            assertThat(Files.readString(folder.resolve("docker.env")))
                    .isEqualTo("# ours\nAPPSMITH_DISABLE_TELEMETRY=false\nOTHER=1\n");
            visitor.page().reload();
            visitor.answer("Yes, share");
            assertThat(server.awaitEvents(1)).isNotEmpty();
        }
    }

    @Test
    void aWrongTokenDoesNotOpenThePage() {
        try (var stranger = CHROMIUM.visitor(server.url())) {
            signIn(stranger, "not-the-admins-token");
            assertThat(stranger.page().getByRole(AriaRole.ALERT).isVisible()).isTrue();
            assertThat(stranger.page().getByText("Share anonymous usage data").count())
                    .isZero();
            assertThat(stranger.cookies()).isEmpty();
        }
    }

    private void visitAndShare() throws Exception {
        try (var visitor = CHROMIUM.visitor(server.url())) {
            visitor.open("/applications");
            visitor.answer("Yes, share");
            assertThat(server.awaitEvents(1)).hasSize(1);
        }
    }

    private Visitor signedIn(ColorScheme scheme) {
        var admin = CHROMIUM.visitor(server.url(), new Browser.NewContextOptions().setColorScheme(scheme));
        signIn(admin, ServerProcess.TOKEN);
        return admin;
    }

    private static void signIn(Visitor visitor, String token) {
        visitor.open("/admin");
        visitor.page().getByLabel("Admin token").fill(token);
        visitor.page().getByRole(AriaRole.BUTTON, button("Sign in")).click();
    }

    private static void save(Visitor admin, boolean shares) {
        admin.page().getByLabel("Share anonymous usage data").setChecked(shares);
        admin.page().getByRole(AriaRole.BUTTON, button("Save")).click();
        admin.page().getByRole(AriaRole.STATUS).waitFor();
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
