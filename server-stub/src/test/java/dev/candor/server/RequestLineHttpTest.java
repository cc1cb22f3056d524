package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two servers could read in two ways, and ways around the paths and methods that there are. */
class RequestLineHttpTest extends HostileHttp {
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
}
