package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small apps with the routers that people use, bundled with the package as it is published, in a real browser. */
class FrameworksChromiumTest {
    private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();
    private static final Path PACKAGE = Path.of("target/npm").toAbsolutePath();
    private static final Path BUILT = Path.of("target/frameworks").toAbsolutePath();
    private static final String ORDER = "612465f87b2230debedfc6";

    @BeforeAll
    static void packThePackage() throws Exception {
        Tool.deleteTree(BUILT);
        Files.createDirectories(BUILT.resolve("node_modules"));
        Tool.run(BUILT, Map.of(), "npm", "pack", "--silent", PACKAGE.toString());
        Tool.run(BUILT, Map.of(), "tar", "xzf", packed().toString());
        Files.move(BUILT.resolve("package"), BUILT.resolve("node_modules/candor-client"));
    }

    private static Path packed() throws IOException {
        try (var files = Files.list(BUILT)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .findAny()
                    .orElseThrow();
        }
    }

    private static String bin(String name) {
        return NPM.resolve("node_modules/.bin").resolve(name).toString();
    }

    @Test
    void whatIsPublishedIsCompleteAndNothingElse() throws Exception {
        assertThat(Tool.run(PACKAGE, Map.of(), bin("publint"), "--strict")).contains("All good!");
        try (var files = Files.walk(BUILT.resolve("node_modules/candor-client"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> BUILT.resolve("node_modules/candor-client")
                                    .relativize(file)
                                    .toString()))
                    .containsExactlyInAnyOrder(
                            "LICENSE",
                            "README.md",
                            "dist/candor-consent.js",
                            "dist/candor.js",
                            "dist/candor.js.map",
                            "dist/candor.manifest.json",
                            "index.d.ts",
                            "index.js",
                            "package.json");
        }
    }

    @Test
    void onAServerThatRendersPagesTheModuleDoesNothing() throws Exception {
        var script = "import { load, track, page } from 'candor-client'; import 'candor-client/candor.js';"
                + " track('A'); page(); console.log(await load(), typeof globalThis.analytics)";
        assertThat(Tool.run(BUILT, Map.of(), "node", "--input-type=module", "-e", script)
                        .strip())
                .isEqualTo("undefined undefined");
    }

    @Test
    void theManifestsHashesAreWhatABrowserInsistsOn() throws Exception {
        var manifest = Collector.JSON.readTree(
                PACKAGE.resolve("dist/candor.manifest.json").toFile());
        var integrity = manifest.at("/files/candor.js/integrity").asText();
        try (var page = ChromiumPage.alone()) {
            page.consent("granted").script("integrity=\"" + integrity + "\"").open("/");
            assertThat(page.events(1)).hasSize(1);
        }
        try (var page = ChromiumPage.alone()) {
            var other = integrity.replaceFirst("sha384-.{4}", "sha384-AAAA");
            page.consent("granted").script("integrity=\"" + other + "\"").open("/");
            assertThat(page.eval("typeof analytics")).isEqualTo("undefined");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"react.jsx", "vue.js"})
    void eachViewIsOneEventAndNamesTheOneBefore(String app) throws Exception {
        Tool.run(
                NPM,
                Map.of("NODE_PATH", BUILT.resolve("node_modules").toString()),
                bin("esbuild"),
                "apps/" + app,
                "--bundle",
                "--jsx=automatic",
                "--define:process.env.NODE_ENV=\"production\"",
                "--log-level=error",
                "--outfile=" + BUILT.resolve("app.js"));
        try (var page = ChromiumPage.alone()) {
            page.collector.files(BUILT);
            page.collector.page("<!DOCTYPE html><title>Shop</title><div id=app></div><script src=/app.js></script>");
            page.consent("granted");
            page.visit(page.collector.origin() + "/");
            go(page, "orders", "orders");
            go(page, "order", "order");
            go(page, "old", "orders");
            page.page.goBack();
            page.page.getByText("order", exactly()).waitFor();
            assertViews(page, List.of("/", "/orders", "/orders/:id", "/orders", "/orders/:id"));
        }
    }

    @Test
    void eachViewOfANextAppIsOneEventAndNamesTheOneBefore() throws Exception {
        var app = BUILT.resolve("next");
        Tool.copyTree(NPM.resolve("apps/next"), app);
        Files.writeString(app.resolve("package.json"), "{\"private\":true}");
        Files.createDirectories(app.resolve("node_modules"));
        for (var name : List.of("next", "react", "react-dom")) {
            Files.createSymbolicLink(app.resolve("node_modules").resolve(name), NPM.resolve("node_modules/" + name));
        }
        Tool.run(app, Map.of("NEXT_TELEMETRY_DISABLED", "1"), bin("next"), "build", "--webpack");
        try (var page = ChromiumPage.alone()) {
            page.collector.files(app.resolve("out"));
            page.consent("granted");
            page.visit(page.collector.origin() + "/");
            page.page.waitForFunction("window.analytics && analytics.initialized");
            for (var link : List.of("orders", "order", "home")) {
                page.page.locator("#" + link).click();
                page.page.waitForFunction("id => !document.getElementById(id)", link);
            }
            page.page.goBack();
            page.page.locator("#home").waitFor();
            assertViews(page, List.of("/", "/orders", "/orders/:id", "/", "/orders/:id"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "analytics.trackForm($('#f'), 'Sent'); $('#f').submit() | /sent",
                "analytics.trackForm($('#f'), 'Sent'); $('#x').trigger('click') | /sent",
                "$('#f').on('submit', e => e.preventDefault()); analytics.trackForm($('#f'), 'Sent'); $('#f').submit() | /"
            })
    void whatJQuerySubmitsIsOneEventAndGoesWhereThePageSends(String script, String at) throws Exception {
        Files.copy(
                NPM.resolve("node_modules/jquery/dist/jquery.min.js"),
                BUILT.resolve("jquery.js"),
                StandardCopyOption.REPLACE_EXISTING);
        try (var page = ChromiumPage.alone()) {
            page.collector.files(BUILT);
            page.consent("granted")
                    .script("data-auto=\"off\"")
                    .body(
                            "<script src='/jquery.js'></script><form id='f' action='/sent'><button id='x'>Go</button></form>")
                    .open("/");
            page.eval(script + "; 1");
            page.rest();
            assertThat(page.events(1))
                    .extracting(event -> event.get("event").asText())
                    .containsExactly("Sent");
            assertThat(page.eval("location.pathname")).isEqualTo(at);
        }
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    /** Follows a link, and waits until the view is there. */
    private static void go(ChromiumPage page, String link, String heading) {
        page.page.locator("#" + link).click();
        page.page
                .locator("h1")
                .getByText(heading, new Locator.GetByTextOptions().setExact(true))
                .waitFor();
        page.rest();
    }

    private static void assertViews(ChromiumPage page, List<String> paths) {
        // Each click on a link is an event, too.
        int clicks = 3;
        var events = page.events(paths.size() + clicks);
        var views = events.stream().filter(FrameworksChromiumTest::isView).toList();
        assertThat(views)
                .extracting(view -> view.at("/context/page/path").asText())
                .containsExactlyElementsOf(paths);
        assertThat(events).hasSize(paths.size() + clicks);
        for (int i = 0; i < views.size(); i++) {
            assertThat(views.get(i).get("event").asText())
                    .isEqualTo(paths.get(i).equals("/orders") ? "ORDERS_PAGE_LOAD" : "PAGE_LOAD");
            var before = i == 0 ? "" : views.get(i - 1).at("/context/page/url").asText();
            assertThat(views.get(i).at("/context/page/referrer").asText()).isEqualTo(before);
        }
        assertThat(events.toString()).doesNotContain(ORDER);
    }

    private static boolean isView(JsonNode event) {
        return event.get("event").asText().endsWith("PAGE_LOAD");
    }
}
