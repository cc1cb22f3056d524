package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code make pictures}: the pages as the README shows them, in light and dark and on a phone. Its name keeps it out of {@code make test}. */
class ReadmePictures {
    private static final Path FOLDER = Documents.ROOT.resolve("docs/pictures");
    private static final double QUALITY = 0.8;
    private static final int DESK = 1_000;
    private static final int PHONE = 360;
    private static final String TO_WEBP = """
            async ([png, quality]) => {
              const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
              const canvas = new OffscreenCanvas(picture.width, picture.height);
              canvas.getContext('2d').drawImage(picture, 0, 0);
              const webp = await canvas.convertToBlob({type: 'image/webp', quality});
              const reader = new FileReader();
              return new Promise(done => { reader.onload = () => done(reader.result.split(',')[1]); reader.readAsDataURL(webp); });
            }""";

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path folder;

    @Test
    void theyAreTaken() throws Exception {
        Files.createDirectories(FOLDER);
        var instance = Files.createDirectories(folder.resolve("instance"));
        var collector = Files.createDirectories(folder.resolve("collector"));
        try (var product = ServerProcess.start(instance, Map.of("CANDOR_SHARE", "yes"));
                var vendor = ServerProcess.start(collector, Map.of("CANDOR_ROLE", "collector"))) {
            SampleFleet.sendTo(vendor);
            for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                try (var visitor = visitor(product, scheme, PHONE, 720)) {
                    ask(visitor);
                    take(visitor, "editor-small", scheme);
                }
                try (var visitor = visitor(product, scheme, DESK, 640)) {
                    ask(visitor);
                    take(visitor, "editor", scheme);
                    visitor.answer("Yes, share");
                    visitor.page().evaluate("() => analytics.track('Plan Chosen', {plan: 'free', note: 'two words'})");
                    product.awaitEvents(2);
                }
                try (var admin = visitor(product, scheme, DESK, 1_080)) {
                    signIn(admin);
                    admin.page()
                            .locator("ol.events summary", new Page.LocatorOptions().setHasText("Plan Chosen"))
                            .first()
                            .click();
                    take(admin, "admin", scheme);
                }
                try (var admin = visitor(product, scheme, PHONE, 720)) {
                    signIn(admin);
                    take(admin, "admin-small", scheme);
                }
                try (var admin = visitor(vendor, scheme, DESK, 960)) {
                    signIn(admin);
                    take(admin, "collector", scheme);
                }
                try (var admin = visitor(vendor, scheme, PHONE, 720)) {
                    signIn(admin);
                    take(admin, "collector-small", scheme);
                }
            }
        }
    }

    private static Visitor visitor(ServerProcess server, ColorScheme scheme, int width, int height) {
        return CHROMIUM.visitor(
                server.url(),
                new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, height));
    }

    private static void ask(Visitor visitor) {
        visitor.open("/app/64f0c1d2e3f4a5b6c7d8e9f0/edit");
        visitor.banner().waitFor();
    }

    private static void signIn(Visitor visitor) {
        var page = visitor.open("/admin");
        page.getByLabel("Admin token").fill(ServerProcess.TOKEN);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.getByText("Sign out").waitFor();
    }

    /** The browser itself makes the small file of it. */
    private static void take(Visitor visitor, String name, ColorScheme scheme) throws IOException {
        var png = Base64.getEncoder().encodeToString(visitor.page().screenshot());
        try (var blank = visitor.context().newPage()) {
            var webp = blank.evaluate(TO_WEBP, new Object[] {png, QUALITY});
            assertThat(webp).isInstanceOf(String.class);
            Files.write(
                    FOLDER.resolve(name + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".webp"),
                    Base64.getDecoder().decode(webp.toString()));
        }
    }
}
