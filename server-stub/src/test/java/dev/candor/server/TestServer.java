package dev.candor.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.event.Versions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server on a free port, and a client that speaks to it. */
final class TestServer implements AutoCloseable {
    static final String TOKEN = "test-admin-token";
    static final FakeClock CLOCK = new FakeClock("2026-11-24T10:00:00Z");
    /** Another for each start, as two starts of a server share no randomness. */
    private static final AtomicInteger SEEDS = new AtomicInteger();

    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final CandorServer server;

    private TestServer(CandorServer server) {
        this.server = server;
    }

    static TestServer start(Path dir, Clock clock, String... settings) throws Exception {
        var environment = new HashMap<>(Map.of("PORT", "0", "CANDOR_ADMIN_TOKEN", TOKEN));
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return new TestServer(CandorServer.start(environment, dir, clock, new Random(SEEDS.incrementAndGet())));
    }

    /** One that was started in another way. */
    static TestServer of(CandorServer server) {
        return new TestServer(server);
    }

    static TestServer start(Path dir, String... settings) throws Exception {
        return start(dir, CLOCK, settings);
    }

    /** The header of a visitor who answered now. */
    static String[] cookie(String status) {
        return new String[] {
            "Cookie",
            "candor_consent=" + status + ":" + Versions.POLICY + ":"
                    + CLOCK.instant().getEpochSecond()
        };
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send("POST", path, body, headers);
    }

    HttpResponse<String> asAdmin(String method, String path, String body) throws Exception {
        return send(method, path, body, "Authorization", "Bearer " + TOKEN);
    }

    /** What the inspector shows, newest first, without the keep-alive. */
    List<JsonNode> shown() throws Exception {
        return all().stream()
                .filter(one -> !one.at("/event/event").asText().equals("Instance Active"))
                .toList();
    }

    /** What the inspector shows, newest first. */
    List<JsonNode> all() throws Exception {
        var all = new ArrayList<JsonNode>();
        JSON.readTree(asAdmin("GET", "/admin/events?limit=1000", "").body())
                .get("events")
                .forEach(all::add);
        return all;
    }

    String url() {
        return server.url();
    }

    CandorServer server() {
        return server;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
