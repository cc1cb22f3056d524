package dev.candor.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The vendor's collector as the relay sees it: takes what comes to /v1/batch and remembers it. */
final class Receiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<JsonNode> batches = new CopyOnWriteArrayList<>();

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            batches.add(JSON.readTree(exchange.getRequestBody()));
            var answer = "{\"success\":true}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Each request's method and path, oldest first. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Every event that came, oldest first. */
    List<JsonNode> events() {
        var events = new ArrayList<JsonNode>();
        for (var batch : batches) {
            batch.path("batch").forEach(events::add);
        }
        return events;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
