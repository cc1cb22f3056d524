package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people send who want the server to stop, to slow down, to say too much or to do another's bidding. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SecurityHttpTest {
    private static final String CANARY = "zqcanary@example.org";
    private static final int CROWD = 200;

    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_WRITE_KEY", "k");
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
        System.setErr(standardError);
    }

    @AfterEach
    void theServerIsWellAndHasLoggedNothingOfAnybody() throws Exception {
        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("zqcanary", "203.0.113.", "\tat ");
    }

    private int port() {
        return server.server().port();
    }

    private String ask(String request) throws IOException {
        return RawClient.ask(port(), request);
    }

    private static String post(String body, String... headers) {
        var more = new StringBuilder();
        for (var header : headers) {
            more.append(header).append("\r\n");
        }
        return "POST /v1/t HTTP/1.1\r\nHost: h\r\nConnection: close\r\nCookie: " + TestServer.cookie("granted")[1]
                + "\r\nContent-Length: " + body.length() + "\r\n" + more + "\r\n" + body;
    }

    @Test
    void slowClientsKeepNobodyElseWaitingAndAreSentAway() throws Exception {
        var beginnings = new String[] {
            "",
            "GET /healthz HTTP/1.1\r\nHost: h\r\nX-Slow: ",
            "POST /v1/t HTTP/1.1\r\nHost: h\r\nContent-Length: 400000\r\n\r\n{\"event\":\"CLICK\"",
            "POST /v1/t HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"eve\r\n",
            "POST /v1/batch HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000\r\n\r\n" + " ".repeat(600_000),
        };
        var pool = Executors.newSingleThreadExecutor();
        var crowd = new ArrayList<RawClient>();
        try (var dripping = new RawClient(port());
                var deaf = new RawClient(port())) {
            var refused =
                    pool.submit(() -> deaf.saysUntilRefused("GET /dictionary HTTP/1.1\r\nHost: h\r\n\r\n", 400_000, 0));
            for (int i = 0; i < CROWD; i++) {
                var slow = new RawClient(port());
                crowd.add(slow);
                slow.say(beginnings[i % beginnings.length]);
            }
            long start = System.nanoTime();
            assertThat(server.post("/v1/t", "{\"event\":\"CLICK\"}", TestServer.cookie("granted"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
            dripping.say("POST /v1/t HTTP/1.1\r\nHost: h\r\nContent-Length: 400000\r\n\r\n");
            assertThat(dripping.saysUntilRefused(" ", 300, 100)).isTrue();
            for (var slow : crowd) {
                assertThat(slow.rest()).doesNotContain(" 200 ");
            }
            assertThat(refused.get()).isTrue();
        } finally {
            pool.shutdownNow();
            for (var slow : crowd) {
                slow.close();
            }
        }
    }

    @Test
    void aHeadThatIsTooLargeIs431() throws Exception {
        var value = "GET /healthz HTTP/1.1\r\nHost: h\r\nX-A: " + "a".repeat(9_000) + "\r\n\r\n";
        var many = "GET /healthz HTTP/1.1\r\nHost: h\r\n" + "X: 1\r\n".repeat(3_000) + "\r\n";
        var cookies = "GET /healthz HTTP/1.1\r\nHost: h\r\nCookie: " + "a=b;".repeat(3_000) + "\r\n\r\n";
        for (var request : new String[] {value, many, cookies}) {
            assertThat(ask(request)).startsWith("HTTP/1.1 431 ");
        }
        try (var endless = new RawClient(port())) {
            endless.say("GET /healthz HTTP/1.1\r\nHost: h\r\n");
            assertThat(endless.saysUntilRefused("X-Header-Flood: 1\r\n", 100_000, 0))
                    .isTrue();
        }
    }

    @Test
    void aZippedBodyIsBoundedWhateverItBecomes() throws Exception {
        var bomb = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bomb)) {
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                zip.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(500 * 1024);
        var runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        long start = System.nanoTime();
        try (var client = new RawClient(port())) {
            client.say(
                    "POST /v1/batch HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + bomb.size() + "\r\n\r\n");
            client.say(bomb.toByteArray());
            assertThat(client.rest()).startsWith("HTTP/1.1 413 ");
        }
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        System.gc();
        assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(32 << 20);
    }

    /** Bodies that cost nothing to send, and must cost little to read; each with the statuses that may answer it. */
    static Stream<String> awkwardJson() {
        return Stream.of(
                "{\"event\":\"A\",\"properties\":" + "{\"a\":".repeat(6_000),
                "{\"event\":\"A\",\"properties\":" + "[".repeat(31_000),
                "[".repeat(400_000),
                "{\"event\":\"A\",\"event\":\"B\"}",
                "{\"event\":\"A\",\"properties\":{\"a\":1,\"a\":2}}",
                "{\"event\":\"A\",\"properties\":{\"n\":" + "9".repeat(10_000) + "}}",
                "{\"event\":\"A\",\"properties\":{\"n\":0." + "0".repeat(10_000) + "1}}",
                "{\"event\":\"A\",\"properties\":{\"n\":NaN}}",
                "{\"event\":\"A\",\"properties\":{\"n\":+1}}",
                "{\"event\":\"A\",\"zqcanary@example.org\r\nSet-Cookie: a=b\":}",
                "{\"event\":\"zqcanary@example.org\\r\\nSet-Cookie: a=b\"}",
                "{\"event\":\"A\\u0000\"}",
                "\u0000",
                "{\"event\":\"\\ud800\"}");
    }

    @ParameterizedTest
    @MethodSource("awkwardJson")
    void awkwardJsonIsRefusedAtOnce(String body) throws Exception {
        long start = System.nanoTime();
        var reply = ask(post(body));
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
        assertThat(reply)
                .satisfiesAnyOf(
                        text -> assertThat(text).startsWith("HTTP/1.1 400 "),
                        text -> assertThat(text).startsWith("HTTP/1.1 413 "))
                .doesNotContain("zqcanary", "Set-Cookie", "Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999",
                "1e9999999999999999999",
                "-1e999999",
                "1e-999999",
                "123456789012345678901234567890123456789012345678901234567890",
                "4111111111111111",
            })
    void aNumberOutOfAllProportionIsWithheld(String number) throws Exception {
        int before = server.shown().size();
        var reply = server.post(
                "/v1/t", "{\"event\":\"Numbers\",\"properties\":{\"n\":" + number + "}}", TestServer.cookie("granted"));
        assertThat(reply.statusCode()).isEqualTo(200);
        var shown = server.shown();
        assertThat(shown).hasSize(before + 1);
        var kept = shown.get(0).at("/event/properties");
        assertThat(kept.isEmpty() || kept.get("n").asDouble() == 0)
                .as(kept.toString())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/candor..%2f",
                "/editor/..%2f..%2fetc/passwd",
                "/editor/%2e%2e/%2e%2e/etc/passwd",
                "/editor/../../etc/passwd",
                "/editor/..\\..\\etc\\passwd",
                "//etc/passwd",
                "//admin/events",
                "/admin//events",
                "///v1/t",
                "/v1//t",
                "//admin/../v1/t",
                "/editor//editor.css",
                "/./admin/events",
                "/admin/events;jsessionid=1",
                "/admin/..;/healthz",
                "/admin%2fevents",
                "/admin/events%00.css",
                "/admin/events%0d%0aX-Injected:%20zqcanary@example.org",
                "/%61dmin/events",
                "/ADMIN/events",
                "/candor.js%00",
                "/candor.js/",
                "/META-INF/MANIFEST.MF",
                "/WEB-INF/web.xml",
                "/v1/projects/..%2f..%2fadmin/settings",
            })
    void noPathLeadsElsewhere(String path) throws Exception {
        var reply = ask("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(reply).startsWith("HTTP/1.1 4").doesNotContain("root:", "zqcanary", "X-Injected", "Exception");
        assertThat(reply.substring(9, 12)).isIn("400", "404", "401");
    }

    @ParameterizedTest
    @CsvSource({
        "TRACE, 405",
        "PUT, 405",
        "PATCH, 405",
        "DELETE, 405",
        "PROPFIND, 405",
        "BREW, 405",
        "get, 405",
    })
    void otherMethodsAreRefusedByName(String method, String status) throws Exception {
        var reply = ask(method + " /v1/t HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Secret: zqcanary\r\n"
                + "Content-Length: 0\r\n\r\n");
        assertThat(reply)
                .startsWith("HTTP/1.1 " + status)
                .contains("Allow: OPTIONS, POST")
                .doesNotContain("zqcanary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h:80", "127.0.0.1:1", "/v1/t"})
    void connectIsRefused(String target) throws Exception {
        try (var client = new RawClient(port())) {
            client.say("CONNECT " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.line().substring(0, 12))
                    .isIn("HTTP/1.1 400", "HTTP/1.1 404", "HTTP/1.1 405", "HTTP/1.1 501");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
    void aMethodIsWhatItSaysAndNotWhatAHeaderSays(String header) throws Exception {
        assertThat(server.get("/v1/t", header, "POST").statusCode()).isEqualTo(405);
        assertThat(server.post("/consent?_method=DELETE", "{\"status\":\"denied\"}", header, "DELETE")
                        .body())
                .contains("\"denied\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{\"a\":",
                "Content-Length: +5\r\n\r\n{\"a\":",
                "Content-Length: -5\r\n\r\n",
                "Content-Length: 0x5\r\n\r\n{\"a\":",
                "Content-Length: 5, 5\r\n\r\n{\"a\":",
                "Content-Length: 99999999999999999999\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n\r\n",
                " Content-Length: 5\r\n\r\n{\"a\":",
                "X: a\r\n b\r\n\r\n",
                "X\u0000: a\r\n\r\n",
            })
    void whatTwoServersCouldReadDifferentlyIsRefused(String rest) throws Exception {
        try (var client = new RawClient(port())) {
            client.say("POST /v1/t HTTP/1.1\r\nHost: h\r\n" + rest + "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
            client.end();
            var reply = client.rest();
            assertThat(reply).startsWith("HTTP/1.1 4").doesNotContain("\"status\":\"ok\"", "Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: h\r\nHost: g\r\n",
                "Host: zqcanary@example.org\r\n",
                "Host: h/../x\r\n",
                "Host: h:99999999\r\n",
                "Host: <script>\r\n",
                "",
            })
    void aHostThatIsNoneIsRefused(String host) throws Exception {
        var reply = ask("GET /healthz HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n");
        assertThat(reply).startsWith("HTTP/1.1 400 ").doesNotContain("zqcanary", "<script>");
    }

    @Test
    void olderHttpIsAnsweredAndNewerNot() throws Exception {
        assertThat(ask("GET /healthz HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("GET /healthz HTTP/7.3\r\n\r\n")).startsWith("HTTP/1.1 505 ");
        assertThat(ask("GET /healthz\r\n\r\n")).startsWith("HTTP/1.1 ").doesNotContain(" 200 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cookie: candor_consent=granted:1:zqcanary@example.org",
                "Cookie: candor_admin=zqcanary@example.org",
                "Authorization: Basic zqcanary@example.org",
                "Authorization: Bearer zqcanary@example.org",
                "Origin: http://zqcanary@example.org",
                "X-Forwarded-For: 203.0.113.7",
                "Referer: http://h/?q=zqcanary@example.org",
                "Content-Encoding: zqcanary@example.org",
                "Content-Type: zqcanary@example.org",
                "X-Retry-Count: zqcanary@example.org",
                "Accept-Encoding: zqcanary@example.org",
                "If-None-Match: zqcanary@example.org",
            })
    void whatAHeaderSaysIsNotSaidAgain(String header) throws Exception {
        for (var path : new String[] {"/v1/t", "/consent", "/admin/events", "/candor.js", "/"}) {
            for (var method : new String[] {"GET", "POST"}) {
                var reply = ask(method + " " + path + "?q=" + CANARY + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                        + header + "\r\nContent-Length: 2\r\n\r\n{}");
                assertThat(reply).startsWith("HTTP/1.1 ").doesNotContain("zqcanary", "203.0.113.7", " 500 ");
            }
        }
    }

    @Test
    void eachAnswerHasTheSecurityHeadersAndNoServersName() throws Exception {
        for (var request : new String[] {
            "GET / HTTP/1.1\r\nHost: h",
            "GET /candor.js HTTP/1.1\r\nHost: h",
            "GET /consent HTTP/1.1\r\nHost: h",
            "GET /dictionary HTTP/1.1\r\nHost: h",
            "GET /admin HTTP/1.1\r\nHost: h",
            "GET /admin/events HTTP/1.1\r\nHost: h",
            "GET /healthz HTTP/1.1\r\nHost: h",
            "GET /nowhere HTTP/1.1\r\nHost: h",
            "POST /v1/t HTTP/1.1\r\nHost: h\r\nContent-Length: 0",
            "POST /v1/t HTTP/1.1\r\nHost: h\r\nOrigin: null\r\nContent-Length: 0",
            "OPTIONS /v1/t HTTP/1.1\r\nHost: h",
            "TRACE /v1/t HTTP/1.1\r\nHost: h",
            "GET /..;/ HTTP/1.1\r\nHost: h",
            "GET /healthz HTTP/1.1\r\nX: y",
        }) {
            var reply = ask(request + "\r\nConnection: close\r\n\r\n");
            var head = reply.substring(0, reply.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
            assertThat(head)
                    .as(request)
                    .contains(
                            "\r\nx-content-type-options: nosniff",
                            "\r\ncontent-security-policy: default-src 'none'",
                            "\r\nreferrer-policy: ")
                    .doesNotContain("\r\nserver:", "jetty", "x-powered-by");
        }
    }
}
