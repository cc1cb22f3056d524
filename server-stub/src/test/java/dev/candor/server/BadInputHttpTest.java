package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputHttpTest {
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
    @ValueSource(
            strings = {
                "/nope",
                "/v1",
                "/v1/",
                "/v1/x",
                "/v1/t/x",
                "/admin/nope",
                "/candor.map",
                "/candor.0000000000000000.js",
                "/editor/missing.css",
                "/app/1/2/edit",
                "/.env",
                "/v1/projects/settings",
                "/CONSENT"
            })
    void anUnknownPathIsNotFound(String path) throws Exception {
        var reply = server.get(path);
        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.body()).isEqualTo("{\"success\":false,\"message\":\"there is nothing at this path\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/t, 'OPTIONS, POST'",
        "PUT, /v1/batch, 'OPTIONS, POST'",
        "POST, /candor-consent.js, 'GET, HEAD, OPTIONS'",
        "PUT, /consent, 'DELETE, GET, HEAD, OPTIONS, POST'",
        "DELETE, /, 'GET, HEAD, OPTIONS'",
        "POST, /admin/events, 'GET, HEAD, OPTIONS'",
        "POST, /admin/settings, 'GET, HEAD, OPTIONS, PUT'",
        "TRACE, /healthz, 'GET, HEAD, OPTIONS'",
    })
    void aWrongMethodSaysWhichAreRight(String method, String path, String allow) throws Exception {
        var reply = server.send(method, path, "");
        assertThat(reply.statusCode()).isEqualTo(405);
        assertThat(reply.headers().firstValue("Allow")).hasValue(allow);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/t | null | the body has to be a JSON object",
                "/v1/t | {'event':7} | event: has to be a name",
                "/v1/batch | {'batch':[{'type':'track','event':'A'},{'type':'x'}]} | batch[1].type: has to be",
                "/v1/batch | {'batch':'x'} | batch: has to be an array",
                "/v1/p | {'properties':'x'} | properties: has to be an object",
                "/consent | {'status':'maybe'} | status: has to be granted",
                "/consent | null | status: has to be granted",
                "/consent | { | the body is not JSON",
            })
    void aMalformedBodyIsNamedByField(String path, String body, String message) throws Exception {
        for (var cookie : new String[] {"granted", "denied"}) {
            var reply = server.post(path, body.replace('\'', '"'), TestServer.cookie(cookie));
            assertThat(reply.statusCode()).isEqualTo(400);
            assertThat(TestServer.JSON.readTree(reply.body()).get("message").asText())
                    .startsWith(message);
            assertThat(reply.body()).startsWith("{\"success\":false,").doesNotContain("Exception", "at dev.candor");
        }
    }

    @Test
    void aBodyInAnotherEncodingIsNoJson() throws Exception {
        // Three zeros look like UTF-32 to Jackson.
        var body = "\0\0\0\177\0\177\0\0";
        assertThat(server.post("/consent", body).statusCode()).isEqualTo(400);
        assertThat(server.send("DELETE", "/consent", body).statusCode()).isEqualTo(400);
        assertThat(server.post("/v1/t", body, TestServer.cookie("granted")).statusCode())
                .isEqualTo(400);
        assertThat(server.asAdmin("PUT", "/admin/settings", body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                "{\"shareAnonymousUsageData\":\"yes\"}",
                "{\"shareAnonymousUsageData\":1}"
            })
    void aSettingIsTrueOrFalse(String body) throws Exception {
        assertThat(server.asAdmin("PUT", "/admin/settings", body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1001", "99999", ""})
    void aLimitIsANumberInItsRange(String limit) throws Exception {
        assertThat(server.asAdmin("GET", "/admin/events?limit=" + limit, "").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBodyTooLargeIsRefused() throws Exception {
        for (var path : new String[] {"/v1/batch", "/v1/t", "/consent", "/admin/sign-in"}) {
            var reply = server.post(path, "{\"event\":\"" + "x".repeat(600_000) + "\"}", TestServer.cookie("granted"));
            assertThat(reply.statusCode()).as(path).isEqualTo(413);
        }
        var event = server.post("/v1/t", "{\"event\":\"" + "x".repeat(40_000) + "\"}", TestServer.cookie("granted"));
        assertThat(event.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "granted",
                "granted:" + Versions.POLICY,
                "granted:" + Versions.POLICY + ":99999999999999",
                "granted:x:1",
                ":::",
                "\u0001",
                "%22",
                "a=b; c"
            })
    void aCookieOfNonsenseIsNoConsent(String value) throws Exception {
        var reply = rawRequest("POST /v1/t HTTP/1.1\r\nHost: h\r\nConnection: close\r\nCookie: candor_consent=" + value
                + "\r\nContent-Length: 17\r\n\r\n{\"event\":\"CLICK\"}");
        assertThat(reply).containsAnyOf("HTTP/1.1 204", "HTTP/1.1 400");
        assertThat(server.shown()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /?ann@example.org HTTP/1.1\r\nHost: h\r\nHost: h2\r\n\r\n",
                "GET /..;/admin HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /v1/t HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
                "POST /v1/t HTTP/1.1\r\nHost: h\r\nContent-Length: 99\r\n\r\n{",
                "POST /v1/t HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            })
    void whatIsNoRequestIsAnsweredWithoutATrace(String request) throws Exception {
        var reply = rawRequest(request);
        assertThat(reply)
                .startsWith("HTTP/1.1 4")
                .doesNotContain("Exception", "jetty", "Jetty", "ann@example.org", "\tat ");
    }

    @Test
    void aHeaderTooLargeIsAnsweredWithoutATrace() throws Exception {
        assertThat(rawRequest("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
                .startsWith("HTTP/1.1 4")
                .doesNotContain("Exception", "xxxx");
    }

    private String rawRequest(String request) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.server().port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    @Timeout(30)
    void noNumberOfBodiesThatAreRefusedKeepsItFromTakingOne() throws Exception {
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors() + 2; i++) {
            assertThat(server.post("/v1/batch", "{", TestServer.cookie("granted"))
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(server.post("/v1/t", "{\"event\":\"A\"}", TestServer.cookie("granted"))
                        .statusCode())
                .isEqualTo(200);
    }
}
