package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people send who want the server to stop, to slow down, to say too much or to do another's bidding. */
class SecurityHttpTest extends HostileHttp {
    private static final String CANARY = "zqcanary@example.org";

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
