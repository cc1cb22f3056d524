package dev.candor.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A product that carries Candor, asked over HTTP as browsers and admins do. */
final class Product {
    static final String TOKEN = "embedded-admin-token";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String origin;
    private final String base;

    /** @param base the path under which the servlet is mounted */
    Product(int port, String base) {
        this.origin = "http://127.0.0.1:" + port;
        this.base = base;
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(origin + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    List<JsonNode> events() throws IOException, InterruptedException {
        var answer = send("GET", base + "/admin/events?limit=100", "", "Authorization", "Bearer " + TOKEN);
        assertThat(answer.statusCode()).isEqualTo(200);
        var events = new ArrayList<JsonNode>();
        for (var shown : JSON.readTree(answer.body()).get("events")) {
            if (!shown.at("/event/event").asText().equals("Instance Active")) {
                events.add(0, shown.get("event"));
            }
        }
        return events;
    }

    /** The events once there is one, at the latest after ten seconds. */
    List<JsonNode> awaitEvents() throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        var events = events();
        while (events.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            events = events();
        }
        return events;
    }

    /** The script comes compressed, and the second time not at all. */
    void assertServesTheScript() throws IOException, InterruptedException {
        var script = send("GET", base + "/candor.js", "", "Accept-Encoding", "br");
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type.replace(" ", "").toLowerCase(Locale.ROOT))
                        .isEqualTo("text/javascript;charset=utf-8"));
        assertThat(script.headers().firstValue("Content-Encoding")).hasValue("br");
        var tag = script.headers().firstValue("ETag").orElseThrow();
        assertThat(send("GET", base + "/candor.js", "", "Accept-Encoding", "br", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
    }

    /** No event without a yes, the cookie for the whole site, an event after it. */
    void assertAsksBeforeItTakes() throws IOException, InterruptedException {
        var event = "{\"event\":\"CLICK\",\"properties\":{\"tag\":\"button\"}}";
        assertThat(send("POST", base + "/v1/t", event, "Origin", origin).statusCode())
                .isEqualTo(204);
        assertThat(events()).isEmpty();
        var yes = send("POST", base + "/consent", "{\"status\":\"granted\"}", "Origin", origin);
        assertThat(yes.statusCode()).isEqualTo(200);
        var cookie = yes.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).matches("candor_consent=granted:\\d+:\\d+;.* Path=/;.*");
        var taken = send("POST", base + "/v1/t", event, "Origin", origin, "Cookie", cookie.replaceFirst(";.*", ""));
        assertThat(taken.body()).isEqualTo("{\"success\":true}");
        assertThat(events()).extracting(one -> one.get("event").asText()).containsExactly("CLICK");
    }

    /** Signing in works under the base: its redirect, its cookie's path, the page's links. */
    void assertAdminCanSignIn() throws IOException, InterruptedException {
        var signedIn = send("POST", base + "/admin/sign-in", "token=" + TOKEN, "Origin", origin);
        assertThat(signedIn.statusCode()).isEqualTo(303);
        assertThat(signedIn.headers().firstValue("Location")).hasValue(base + "/admin");
        var cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("Path=" + base + "/admin;");
        var page = send("GET", base + "/admin", "", "Cookie", cookie.replaceFirst(";.*", ""));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Share anonymous usage data", "action=\"" + base + "/admin/general\"")
                .contains("href=\"" + base + "/admin.css\"")
                .doesNotContainPattern("(href|action|src)=\"/(?!" + base.substring(1) + "/)");
        assertThat(send("GET", base + "/admin.css", "").statusCode()).isEqualTo(200);
    }

    /** The sample belongs to the server of its own. */
    void assertHasNoSample() throws IOException, InterruptedException {
        assertThat(send("GET", base + "/", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", base + "/applications", "").statusCode()).isEqualTo(404);
    }
}
