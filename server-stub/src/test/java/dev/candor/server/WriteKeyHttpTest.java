package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that come from no browser: from the product's servers, and at a collector. */
class WriteKeyHttpTest {
    private static final String CLICK = "{\"type\":\"track\",\"event\":\"CLICK\",\"properties\":{\"tag\":\"button\"}}";

    @TempDir
    Path dir;

    static String basic(String key) {
        return "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "secret, , yes, 200",
        "secret, http://h, yes, 403",
        "secret, own, yes, 204",
        "wrong, , yes, 204",
        "'', , yes, 204",
        "secret, , no, 204",
        "secret, , '', 204",
    })
    void theProductsServerNeedsTheKeyAndTheAdminsYes(String key, String origin, String share, int status)
            throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", share, "CANDOR_WRITE_KEY", "secret")) {
            var reply = origin == null
                    ? server.post("/v1/t", CLICK, "Authorization", basic(key))
                    : server.post(
                            "/v1/t",
                            CLICK,
                            "Authorization",
                            basic(key),
                            "Origin",
                            origin.equals("own") ? server.url() : origin);
            assertThat(reply.statusCode()).isEqualTo(status);
            assertThat(server.shown()).hasSize(status == 200 ? 1 : 0);
        }
    }

    @Test
    void theKeyMayStandInTheBody() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_WRITE_KEY", "secret")) {
            assertThat(server.post("/v1/import", "{\"writeKey\":\"secret\",\"batch\":[" + CLICK + "]}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.shown().get(0).at("/event/userId").asText()).hasSize(36);
        }
    }

    @Test
    void withoutAKeyNoServerIsTrusted() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            assertThat(server.post("/v1/t", CLICK, "Authorization", basic("")).statusCode())
                    .isEqualTo(204);
            assertThat(server.shown()).isEmpty();
        }
    }

    @Test
    void aCollectorTakesWhatAnInstanceRelays(@TempDir Path other) throws Exception {
        try (var collector = TestServer.start(other, "CANDOR_ROLE", "collector", "CANDOR_WRITE_KEY", "k1");
                var server = TestServer.start(
                        dir, "CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", collector.url(), "CANDOR_WRITE_KEY", "k1")) {
            server.post("/v1/t", CLICK, TestServer.cookie("granted"));
            var shown = Eventually.see(
                    server::shown, events -> events.get(0).get("state").asText().equals("relayed"));
            assertThat(shown).extracting(one -> one.get("state").asText()).containsExactly("relayed");
        }
    }

    @Test
    void aCollectorHasAKeyAndNoSwitchAndNoEditor() throws Exception {
        try (var collector = TestServer.start(dir, "CANDOR_ROLE", "collector", "CANDOR_WRITE_KEY", "k1")) {
            assertThat(collector.post("/v1/t", CLICK).statusCode()).isEqualTo(401);
            assertThat(collector
                            .post("/v1/t", CLICK, "Authorization", basic("k1"))
                            .statusCode())
                    .isEqualTo(200);
            for (var path : new String[] {"/", "/admin/settings", "/admin/events", "/consent", "/candor.js"}) {
                assertThat(collector.get(path).statusCode()).as(path).isEqualTo(404);
            }
            assertThat(collector.get("/healthz").statusCode()).isEqualTo(200);
        }
    }
}
