package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngestHttpTest {
    private static final String CLICK = "{\"type\":\"track\",\"event\":\"CLICK\",\"properties\":{\"tag\":\"button\"}}";

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "t, track", "track, track", "p, page", "page, page", "s, screen", "screen, screen", "i, identify",
        "identify, identify", "g, group", "group, group", "a, alias", "alias, alias", "t/, track", "track/, track"
    })
    void everyPathOfTheProtocolTakesOneEvent(String path, String type) throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            var reply = server.post(
                    "/v1/" + path,
                    "{\"event\":\"CLICK\"}",
                    TestServer.cookie("granted")[0],
                    TestServer.cookie("granted")[1],
                    "Content-Type",
                    "text/plain");
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("{\"success\":true}");
            assertThat(server.shown()).hasSize(1);
            assertThat(server.shown().get(0).at("/event/type").asText()).isEqualTo(type);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/b",
                "/v1/m",
                "/v1/batch",
                "/v1/import",
                "/v1/batch/",
                "/v1/import/",
                "//v1/import/",
                "//v1/b"
            })
    void everyPathOfTheProtocolTakesABatch(String path) throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            var reply = server.post(path, "{\"batch\":[" + CLICK + "," + CLICK + "]}", TestServer.cookie("granted"));
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(server.shown()).hasSize(2);
        }
    }

    @Test
    void whatSegmentsClientsMeasureOfThemselvesIsAnsweredAndDropped() throws Exception {
        var metrics =
                "{\"series\":[{\"type\":\"Counter\",\"metric\":\"analytics_js.invoke\",\"value\":1,\"tags\":{}}]}";
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            var reply = server.post("/v1/m", metrics, TestServer.cookie("granted"));
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("{\"success\":true}");
            assertThat(server.post("/v1/b", metrics, TestServer.cookie("granted"))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(server.shown()).isEmpty();
        }
    }

    @Test
    void aZippedBodyIsReadAndItsSizeLimited() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            assertThat(zipped(server, CLICK)).isEqualTo(200);
            assertThat(server.shown()).hasSize(1);
            assertThat(zipped(server, " ".repeat(20_000_000))).isEqualTo(413);
        }
    }

    @Test
    void aBodyThatIsNotZippedAsItSaysIsRefused() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            var cookie = TestServer.cookie("granted");
            var reply = server.post("/v1/t", CLICK, cookie[0], cookie[1], "Content-Encoding", "gzip");
            assertThat(reply.statusCode()).isEqualTo(400);
        }
    }

    private static int zipped(TestServer server, String body) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(body.getBytes(StandardCharsets.UTF_8));
        }
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/v1/t"))
                .headers(TestServer.cookie("granted"))
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray()));
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void anEventSentTwiceIsStoredOnce() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            for (int i = 0; i < 3; i++) {
                var reply = server.post(
                        "/v1/t", "{\"event\":\"CLICK\",\"messageId\":\"once\"}", TestServer.cookie("granted"));
                assertThat(reply.statusCode()).isEqualTo(200);
            }
            assertThat(server.shown()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "granted, '', '', '', 200",
        "granted, 1, '', '', 204",
        "granted, '', 1, '', 204",
        "granted, '', 1, ?dnt=off, 200",
        "granted, 1, 1, ?dnt=off, 204",
        "granted, 0, 0, '', 200",
        "granted-anyway, 1, 1, '', 200",
        "denied, '', '', '', 204",
        "nonsense, '', '', '', 204",
    })
    void theVisitorsAnswerAndSignalsDecide(String cookie, String gpc, String dnt, String query, int status)
            throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            var reply = server.post(
                    "/v1/t" + query,
                    CLICK,
                    TestServer.cookie(cookie)[0],
                    TestServer.cookie(cookie)[1],
                    "Sec-GPC",
                    gpc,
                    "DNT",
                    dnt);
            assertThat(reply.statusCode()).isEqualTo(status);
            assertThat(reply.body()).isEqualTo(status == 200 ? "{\"success\":true}" : "");
            assertThat(server.shown()).hasSize(status == 200 ? 1 : 0);
        }
    }

    @Test
    void aFullStoreSaysSoAndLosesNothing() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_STORE_MAX", "1MB")) {
            var labels = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                labels.append("\"key")
                        .append(i)
                        .append("\":\"")
                        .append("x".repeat(40))
                        .append("\",");
            }
            var large = "{\"event\":\"LARGE\",\"properties\":{" + labels + "\"z\":1}}";
            int taken = 0;
            HttpResponse<String> reply = server.post("/v1/t", large, TestServer.cookie("granted"));
            while (reply.statusCode() == 200 && taken < 200) {
                taken++;
                reply = server.post("/v1/t", large, TestServer.cookie("granted"));
            }
            assertThat(reply.statusCode()).isEqualTo(503);
            assertThat(reply.headers().firstValue("Retry-After")).hasValue("60");
            assertThat(server.shown()).hasSize(taken);
        }
    }

    @Test
    void anEventReachesTheCollectorAsShown() throws Exception {
        try (var receiver = new Receiver();
                var server = TestServer.start(
                        dir, "CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", receiver.url(), "CANDOR_WRITE_KEY", "k1")) {
            server.post("/v1/t", CLICK, TestServer.cookie("granted"));
            var received = Eventually.see(receiver::events, events -> !events.isEmpty());
            assertThat(received).hasSize(1);
            var shown = Eventually.see(
                    server::shown, events -> events.get(0).get("state").asText().equals("relayed"));
            assertThat(receiver.received().get(0).body())
                    .contains(shown.get(0).get("event").toString());
            assertThat(receiver.received().get(0).line()).isEqualTo("POST /v1/batch");
            assertThat(receiver.received().get(0).authorization()).isEqualTo(WriteKeyHttpTest.basic("k1"));
            assertThat(shown.get(0).get("state").asText()).isEqualTo("relayed");
        }
    }

    @Test
    void anEventThatWasTakenIsThereAfterARestart() throws Exception {
        JsonNode before;
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post("/v1/t", CLICK, TestServer.cookie("granted"));
            before = server.shown().get(0);
        }
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            assertThat(server.shown()).containsExactly(before);
        }
    }

    @Test
    void whatHappenedIsCounted() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post(
                    "/v1/t", "{\"event\":\"A\",\"properties\":{\"note\":\"of ann\"}}", TestServer.cookie("granted"));
            server.post("/v1/t", CLICK, TestServer.cookie("denied"));
            server.post("/v1/t", "{", TestServer.cookie("granted"));
            var metrics = server.get("/metrics");
            assertThat(metrics.headers().firstValue("Content-Type")).hasValue("text/plain;version=0.0.4;charset=utf-8");
            assertThat(metrics.body())
                    .contains(
                            "# TYPE candor_ingest_requests_total counter\n",
                            "candor_ingest_requests_total{status=\"200\"} 1\n",
                            "candor_ingest_requests_total{status=\"204\"} 1\n",
                            "candor_ingest_requests_total{status=\"400\"} 1\n",
                            "candor_withheld_fields_total{reason=\"neither a boolean, nor a number, nor a short label without spaces\"} 1\n",
                            "candor_events{state=\"waiting\"} ")
                    .doesNotContain("ann", "note");
        }
    }

    @Test
    void noAddressIsKeptUnlessTheAdminChoseItsNetwork() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post("/v1/t", CLICK, TestServer.cookie("granted"));
            assertThat(server.shown().get(0).at("/event/context/ip").asText()).isEqualTo("0.0.0.0");
        }
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_IP", "masked")) {
            server.post("/v1/t", CLICK, TestServer.cookie("granted"));
            assertThat(server.shown().get(0).at("/event/context/ip").asText()).isEqualTo("127.0.0.0");
        }
    }
}
