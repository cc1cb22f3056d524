package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may post events. */
class OriginHttpTest {
    private static final String CLICK = "{\"event\":\"CLICK\",\"writeKey\":\"k\"}";

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "own, '', 200",
        "own, same-origin, 200",
        "own, cross-site, 403",
        "'', '', 200",
        "'', same-origin, 200",
        "'', cross-site, 403",
        "'', same-site, 403",
        "null, '', 403",
        "null, cross-site, 403",
        "null, same-origin, 200",
        "http://elsewhere.example, '', 403",
        "http://elsewhere.example, same-origin, 403",
        "https://app.example.org, cross-site, 200",
        "https://app.example.org, '', 200",
        "http://app.example.org, cross-site, 403",
        "https://app.example.org:8443, cross-site, 403",
        "https://app.example.org.elsewhere.example, cross-site, 403",
        "https://elsewhere.example/https://app.example.org, cross-site, 403",
        "http://localhost:3000, same-site, 200",
        "nonsense, '', 403",
    })
    void onlyPagesOfThisServerAndOfTheConfiguredOriginsPost(String origin, String site, int status) throws Exception {
        try (var server = start()) {
            var reply = post(server, origin.equals("own") ? server.url() : origin, site, "granted");
            assertThat(reply.statusCode()).isEqualTo(status);
            assertThat(server.shown()).hasSize(status == 200 ? 1 : 0);
            if (status == 403) {
                assertThat(reply.body())
                        .isEqualTo("{\"success\":false,\"message\":"
                                + "\"Origin: has to be this server's own, or one that CANDOR_ORIGINS names\"}");
                assertThat(cors(reply)).isEmpty();
            }
        }
    }

    @Test
    void aConfiguredOriginNeedsTheVisitorsConsentToo() throws Exception {
        try (var server = start()) {
            for (var answer : new String[] {"denied", "nonsense"}) {
                var reply = post(server, "https://app.example.org", "", answer);
                assertThat(reply.statusCode()).isEqualTo(204);
                assertThat(cors(reply))
                        .containsExactly(
                                "access-control-allow-credentials: true",
                                "access-control-allow-origin: https://app.example.org",
                                "access-control-expose-headers: Retry-After");
            }
            assertThat(server.shown()).isEmpty();
        }
    }

    @Test
    void aCollectorTakesNoMoreFromPagesThanAnInstance() throws Exception {
        try (var collector = TestServer.start(
                dir,
                "CANDOR_ROLE",
                "collector",
                "CANDOR_WRITE_KEY",
                "k",
                "CANDOR_ORIGINS",
                "https://app.example.org")) {
            assertThat(post(collector, "https://elsewhere.example", "", "granted")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(post(collector, "https://app.example.org", "", "denied").statusCode())
                    .isEqualTo(204);
            assertThat(post(collector, "https://app.example.org", "", "granted").statusCode())
                    .isEqualTo(200);
            assertThat(collector.post("/v1/t", CLICK).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusalsCanBeReadByTheConfiguredOrigin() throws Exception {
        try (var server = start()) {
            for (var body : new String[] {"{", "{\"event\":\"" + "x".repeat(600_000) + "\"}"}) {
                var reply = server.post("/v1/t", body, "Origin", "http://localhost:3000");
                assertThat(reply.statusCode()).isIn(400, 413);
                assertThat(cors(reply)).contains("access-control-allow-origin: http://localhost:3000");
            }
        }
    }

    @Test
    void aPreflightIsAnsweredToTheConfiguredOriginAlone() throws Exception {
        try (var server = start()) {
            var open = preflight(server, "https://app.example.org");
            assertThat(open.statusCode()).isEqualTo(204);
            assertThat(cors(open))
                    .containsExactly(
                            "access-control-allow-credentials: true",
                            "access-control-allow-headers: authorization, content-type, x-retry-count",
                            "access-control-allow-methods: POST",
                            "access-control-allow-origin: https://app.example.org",
                            "access-control-expose-headers: Retry-After",
                            "access-control-max-age: 7200");
            assertThat(open.headers().firstValue("Vary")).hasValue("Origin");
            for (var origin : new String[] {"https://elsewhere.example", "null"}) {
                assertThat(preflight(server, origin).statusCode()).isEqualTo(403);
                assertThat(cors(preflight(server, origin))).isEmpty();
            }
            var plain = server.send("OPTIONS", "/v1/t", "");
            assertThat(plain.statusCode()).isEqualTo(204);
            assertThat(plain.headers().firstValue("Allow")).hasValue("OPTIONS, POST");
            assertThat(cors(plain)).isEmpty();
        }
    }

    @Test
    void theSettingsThatSegmentsClientAsksForCanBeReadByTheConfiguredOriginAlone() throws Exception {
        try (var server = start()) {
            var path = "/v1/projects/k/settings";
            var open = server.get(path, "Origin", "https://app.example.org");
            assertThat(open.statusCode()).isEqualTo(200);
            assertThat(cors(open)).contains("access-control-allow-origin: https://app.example.org");
            assertThat(cors(server.get(path, "Origin", "https://elsewhere.example")))
                    .isEmpty();
        }
    }

    @Test
    void behindAProxyTheHostThatTheVisitorSeesCounts() throws Exception {
        try (var server = start()) {
            var cookie = TestServer.cookie("granted");
            var reply = server.post(
                    "/v1/t",
                    CLICK,
                    cookie[0],
                    cookie[1],
                    "Origin",
                    "https://product.example",
                    "X-Forwarded-Host",
                    "product.example");
            assertThat(reply.statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "app.example.org",
                "https://",
                "ftp://app.example.org",
                "https://app.example.org/path",
                "https://app.example.org/",
                "https://ann@app.example.org",
                "https://app.example.org https://b.example.org",
                "https://app.example.org,",
                "https://app.example.org:0",
                "https://app.example.org:65536",
                "https://app.example.org:443:443",
                "https://app..example.org",
                "https://-app.example.org",
                "https://app-.example.org",
                "https://.example.org",
                "https://300.1.1.1",
                "https://[::1",
                "https://[1:2]",
                "https://[::1]x",
                "https://app.example.org?q",
                "https://app_1.example.org",
                "https://*.example.org",
                "http:app.example.org",
                ",https://app.example.org",
                "null",
            })
    void aMalformedOriginStopsTheStart(String value) {
        assertThatThrownBy(() -> TestServer.start(dir, "CANDOR_ORIGINS", value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CANDOR_ORIGINS=" + value + ": takes origins with commas between them")
                .hasMessageContaining("such as https://app.example.org");
    }

    private TestServer start() throws Exception {
        return TestServer.start(
                dir,
                "CANDOR_SHARE",
                "yes",
                "CANDOR_WRITE_KEY",
                "k",
                "CANDOR_ORIGINS",
                "https://App.example.org:443, http://localhost:3000");
    }

    private static HttpResponse<String> preflight(TestServer server, String origin) throws Exception {
        return server.send(
                "OPTIONS",
                "/v1/b",
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type");
    }

    private static HttpResponse<String> post(TestServer server, String origin, String site, String answer)
            throws Exception {
        var headers = new ArrayList<>(List.of(TestServer.cookie(answer)));
        if (!origin.isEmpty()) {
            headers.addAll(List.of("Origin", origin));
        }
        if (!site.isEmpty()) {
            headers.addAll(List.of("Sec-Fetch-Site", site));
        }
        return server.post("/v1/t", CLICK, headers.toArray(new String[0]));
    }

    private static List<String> cors(HttpResponse<String> reply) {
        return reply.headers().map().entrySet().stream()
                .map(header -> header.getKey().toLowerCase(Locale.ROOT) + ": "
                        + header.getValue().get(0))
                .filter(header -> header.startsWith("access-control-"))
                .sorted()
                .toList();
    }
}
