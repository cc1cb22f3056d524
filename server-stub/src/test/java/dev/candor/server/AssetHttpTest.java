package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssetHttpTest {
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        server = TestServer.start(dir, "CANDOR_SHARE", "yes");
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/applications", "/app/64f0c1a2b3d4e5f6a7b8c9d0/edit"})
    void theEditorPageIsServedUnderAStrictPolicy(String path) throws Exception {
        var reply = server.get(path);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(reply.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'", "connect-src 'self'", "require-trusted-types-for 'script'");
        assertThat(reply.headers().map()).doesNotContainKey("set-cookie");
    }

    @ParameterizedTest
    @CsvSource({
        "/candor.js, text/javascript;charset=utf-8",
        "/candor-consent.js, text/javascript;charset=utf-8",
        "/editor.js, text/javascript;charset=utf-8",
        "/editor.css, text/css;charset=utf-8",
        "/admin.css, text/css;charset=utf-8",
        "/dictionary, text/html;charset=utf-8",
        "/dictionary.json, application/json;charset=utf-8",
        "/schema.json, application/schema+json;charset=utf-8",
        "/healthz, application/json;charset=utf-8",
        "/v1/projects/key/settings, application/json;charset=utf-8",
    })
    void everyAssetHasItsType(String path, String type) throws Exception {
        var reply = server.get(path);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(reply.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        var head = server.send("HEAD", path, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(reply.headers().firstValue("Content-Length"));
    }

    @Test
    void theDictionaryNamesTheParametersThatMayStayHere(@TempDir Path other) throws Exception {
        assertThat(server.get("/dictionary").body()).doesNotContain("Here: ");
        try (var here = TestServer.start(other, "CANDOR_SHARE", "yes", "CANDOR_PARAMS", "view, tab")) {
            for (var path : new String[] {"/dictionary", "/dictionary.json", "/schema.json"}) {
                assertThat(here.get(path).body()).contains("whose values are single words. Here: tab, view.");
            }
            here.post(
                    "/v1/t",
                    "{\"event\":\"CLICK\",\"context\":{\"page\":{\"search\":\"?tab=one&view=Ann+Smith&other=1\"}}}",
                    TestServer.cookie("granted"));
            assertThat(here.shown().get(0).at("/event/context/page/search").asText())
                    .isEqualTo("?tab=one");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "br, br",
        "'gzip, deflate, br, zstd', br",
        "gzip, gzip",
        "'br;q=0, gzip', gzip",
        "identity, ''",
        "'', ''",
    })
    void theScriptComesAsSmallAsTheBrowserTakesIt(String accepted, String coding) throws Exception {
        var plain = server.get("/candor.js");
        var reply = server.get("/candor.js", "Accept-Encoding", accepted);
        assertThat(reply.headers().firstValue("Content-Encoding").orElse("")).isEqualTo(coding);
        var length = reply.headers().firstValueAsLong("Content-Length").orElseThrow();
        var plainLength = plain.headers().firstValueAsLong("Content-Length").orElseThrow();
        assertThat(length < plainLength).isEqualTo(!coding.isEmpty());
        assertThat(reply.headers().firstValue("ETag").equals(plain.headers().firstValue("ETag")))
                .isEqualTo(coding.isEmpty());
    }

    @Test
    void aScriptIsRevalidatedAndItsVersionKeptForever() throws Exception {
        var reply = server.get("/candor.js");
        var tag = reply.headers().firstValue("ETag").orElseThrow();
        assertThat(reply.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(reply.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        var again = server.get("/candor.js", "If-None-Match", "\"other\", W/" + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        var forever = server.get("/candor." + tag.replace("\"", "") + ".js");
        assertThat(forever.body()).isEqualTo(reply.body());
        assertThat(forever.headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
    }

    @Test
    void whereNothingIsSharedNobodyIsAsked(@TempDir Path dir) throws Exception {
        try (var unanswered = TestServer.start(dir)) {
            var reply = unanswered.get("/candor-consent.js");
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).startsWith("// ").doesNotContain("customElements");
            assertThat(reply.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
    }

    @Test
    void aYesIsTakenBackWhereNothingIsShared(@TempDir Path dir) throws Exception {
        try (var unanswered = TestServer.start(dir)) {
            for (var path : new String[] {"/candor.js", "/applications"}) {
                var granted = TestServer.cookie("granted");
                assertThat(unanswered
                                .get(path, granted[0], granted[1])
                                .headers()
                                .firstValue("Set-Cookie"))
                        .hasValue("candor_consent=; Path=/; Max-Age=0; SameSite=Lax");
                var denied = TestServer.cookie("denied");
                assertThat(unanswered.get(path, denied[0], denied[1]).headers().firstValue("Set-Cookie"))
                        .isEmpty();
            }
        }
    }
}
