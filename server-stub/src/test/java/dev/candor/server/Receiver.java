package dev.candor.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector that remembers what came. */
public final class Receiver implements AutoCloseable {
    /** One request: its method, path and Authorization, and its body. */
    public record Received(String line, String authorization, String body) {}

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var authorization = exchange.getRequestHeaders().getFirst("Authorization");
            received.add(new Received(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(), String.valueOf(authorization), body));
            var answer = "{\"success\":true}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void answerWith(int status) {
        this.status = status;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Each request's method and path, oldest first. */
    public List<String> requests() {
        return received.stream().map(Received::line).toList();
    }

    /** Every event that came, oldest first. */
    public List<JsonNode> events() throws IOException {
        var events = new ArrayList<JsonNode>();
        for (var one : received) {
            TestServer.JSON.readTree(one.body()).path("batch").forEach(events::add);
        }
        return events;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
