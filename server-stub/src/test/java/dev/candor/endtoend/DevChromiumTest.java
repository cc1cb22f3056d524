package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code make dev} adds to the sample's page. */
class DevChromiumTest {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    Path dir;

    private ServerProcess start(String build, String port) throws Exception {
        return ServerProcess.start(
                dir, Map.of("JAVA_TOOL_OPTIONS", "-Dcandor.dev=" + build, "PORT", port, "CANDOR_SHARE", "yes"));
    }

    @Test
    void thePageReloadsItselfWhenAnotherBuildServesIt() throws Exception {
        String port;
        Visitor visitor;
        try (var server = start("1", "0")) {
            port = Integer.toString(URI.create(server.url()).getPort());
            visitor = CHROMIUM.visitor(server.url());
            var build = visitor.page().waitForResponse(url -> url.url().endsWith("/build"), () -> visitor.open("/"));
            assertThat(build.text()).isEqualTo("1");
            visitor.page().evaluate("document.body.dataset.before = true");
        }
        try (var server = start("2", port)) {
            visitor.page().locator("body:not([data-before])").waitFor();
            assertThat(visitor.page().url()).startsWith(server.url());
            visitor.close();
        }
    }

    @Test
    void withoutItThePageAsksForNothingMore() throws Exception {
        try (var server = ServerProcess.start(dir, Map.of())) {
            assertThat(server.send("GET", "/", "").body())
                    .contains("/editor.js")
                    .doesNotContain("/dev/");
            assertThat(server.send("GET", "/editor/dev/build", "").statusCode()).isEqualTo(404);
        }
    }
}
