package dev.candor.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A collector that remembers what came. */
public final class Receiver implements AutoCloseable {
    /**
     * One request: its method, path and Authorization, its body, its {@code X-Retry-Count} (or an empty text), when it came by
     * {@link System#nanoTime} and the status it got, 0 for none.
     */
    public record Received(
            String line, String authorization, String body, String retryCount, long atNanos, int status) {}

    /** What a request gets: a status, with a Retry-After or null; 0 for no answer as long as it is waited for. */
    public record Answer(int status, @Nullable String retryAfter) {
        /** The connection breaks off. */
        public static final Answer BROKEN = new Answer(-1, null);

        public static Answer of(int status) {
            return new Answer(status, null);
        }
    }

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<String> userAgents = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile IntFunction<Answer> answers = nth -> Answer.of(200);

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var authorization = exchange.getRequestHeaders().getFirst("Authorization");
            var retryCount = exchange.getRequestHeaders().getFirst("X-Retry-Count");
            userAgents.add(String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")));
            var answer = answers.apply(count.getAndIncrement());
            received.add(new Received(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    String.valueOf(authorization),
                    body,
                    retryCount == null ? "" : retryCount,
                    System.nanoTime(),
                    answer.status()));
            write(exchange, answer);
        });
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "receiver");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    private void write(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.status() == 0) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (answer.status() > 0) {
            if (answer.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
            }
            var body = "{\"success\":true}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void answerWith(int status) {
        answerWith(nth -> Answer.of(status));
    }

    /** Answers the n-th request, counted from 0, as it is told. */
    public void answerWith(IntFunction<Answer> answers) {
        this.answers = answers;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Each request's User-Agent, oldest first. */
    public List<String> userAgents() {
        return List.copyOf(userAgents);
    }

    /** Each request's method and path, oldest first. */
    public List<String> requests() {
        return received.stream().map(Received::line).toList();
    }

    /** Every event that came, oldest first. */
    public List<JsonNode> events() throws IOException {
        return events(received);
    }

    /** Every event that came in a request that was answered 200, oldest first. */
    public List<JsonNode> taken() throws IOException {
        return events(received.stream().filter(one -> one.status() == 200).toList());
    }

    private static List<JsonNode> events(List<Received> requests) throws IOException {
        var events = new ArrayList<JsonNode>();
        for (var one : requests) {
            TestServer.JSON.readTree(one.body()).path("batch").forEach(events::add);
        }
        return events;
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }
}
