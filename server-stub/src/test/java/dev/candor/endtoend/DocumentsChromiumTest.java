package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import dev.candor.endtoend.Documents.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents' commands are run as they stand, with the jar that ships; their pages are opened in a browser. */
class DocumentsChromiumTest {
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern LIBRARY = Pattern.compile("META-INF/maven/([^/]+)/([^/]+)/pom\\.properties");
    private static final long LIMIT_SECONDS = 60;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    Path dir;

    static List<Block> pages() throws IOException {
        return Documents.blocks("page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quick-start.md", "operations.md"})
    void theCommandsDoWhatTheySay(String document) throws Exception {
        Files.copy(Path.of(System.getProperty("candor.jar")), dir.resolve("candor-server-stub.jar"));
        var serve = Documents.blocks("serve").stream()
                .filter(block -> block.document().equals(document))
                .toList();
        assertThat(serve).hasSize(1);
        var server = start(serve.get(0).text(), "0");
        try {
            var said = server.inputReader(StandardCharsets.UTF_8);
            var url = URL.matcher(said.readLine());
            assertThat(url.find()).isTrue();
            for (var block : Documents.blocks("run")) {
                if (block.document().equals(document)) {
                    run(block, url.group(1));
                }
            }
        } finally {
            server.descendants().forEach(ProcessHandle::destroy);
            server.destroy();
            assertThat(server.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        if (document.equals("operations.md")) {
            assertThat(dir.resolve("events.ndjson")).exists();
            assertThat(dir.resolve("events.csv")).isNotEmptyFile();
            assertThat(dir.resolve("backup/data/candor.db")).isNotEmptyFile();
        }
    }

    @Test
    void everyLibraryInTheJarIsListedWithItsLicence() throws Exception {
        var listed = Files.readString(Documents.ROOT.resolve("docs/licences.md"));
        try (var jar = new JarFile(System.getProperty("candor.jar"))) {
            var found = jar.stream()
                    .map(entry -> LIBRARY.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(name -> name.group(1) + ":" + name.group(2))
                    .filter(library -> !library.startsWith("dev.candor:"))
                    .toList();
            assertThat(found).hasSizeGreaterThan(10);
            assertThat(found)
                    .as("`make sbom` writes the list")
                    .allMatch(library -> listed.contains("| " + library + " |"));
        }
    }

    private void run(Block block, String port) throws Exception {
        var process = start("set -e\n" + block.text().replace(":8080", ":" + port), port);
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(block + "\n" + said).isZero();
    }

    private Process start(String script, String port) throws IOException {
        var builder =
                new ProcessBuilder("bash", "-c", script).directory(dir.toFile()).redirectErrorStream(true);
        var environment = builder.environment();
        var path = Path.of(System.getProperty("java.home"), "bin") + ":" + environment.get("PATH");
        environment.clear();
        environment.putAll(Map.of("PATH", path, "PORT", port));
        return builder.start();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void thePageAsksAndThenSends(Block page) throws Exception {
        var html = "<!DOCTYPE html><html lang=en><title>Snippet</title><body>"
                + page.text().replace("/candor/", "/");
        try (var server = ServerProcess.start(dir, Map.of("CANDOR_SHARE", "yes"));
                var visitor = CHROMIUM.visitor(server.url())) {
            visitor.context()
                    .route(
                            server.url() + "/snippet",
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setContentType("text/html")
                                    .setBody(html)));
            visitor.open("/snippet");
            assertThat(visitor.requests()).noneMatch(request -> request.startsWith("POST"));
            if (html.contains("candor-consent")) {
                visitor.answer("Yes, share");
            } else {
                visitor.page().evaluate("() => analytics.consent.grant()");
            }
            var expected = html.contains("SIGNED_UP") ? "SIGNED_UP" : "PAGE_LOAD";
            assertThat(server.awaitEvents(html.contains("SIGNED_UP") ? 2 : 1))
                    .extracting(event -> event.get("event").asText())
                    .contains(expected);
            assertThat(visitor.complaints())
                    .filteredOn(said -> !said.contains("favicon") && !said.contains("404"))
                    .isEmpty();
        }
    }
}
