package dev.candor.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a client and the server: a product that serves pages of its own and hands the rest on, with the troubles
 * that a test asks for. Only posts of events have troubles.
 */
final class FlakyProxy implements AutoCloseable {
    /** What becomes of a post. */
    enum Trouble {
        /** The server never sees it; answered 503, without saying when to come again. */
        UNAVAILABLE,
        /** The server never sees it; answered 429 with {@code Retry-After: 1}. */
        TOO_MANY,
        /** The server takes it, but the answer is a proxy's 503. */
        ANSWER_REPLACED,
        /** The server takes it, but the connection breaks before the answer. */
        ANSWER_LOST,
        /** The connection breaks before the server sees it. */
        CUT
    }

    /** A post as it came: {@code X-Retry-Count}, or an empty text, and what it was answered with, 0 for nothing. */
    record Post(String path, String retryCount, String body, int status) {}

    /** Each is the JDK's client's own business, or about one connection. */
    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding", "keep-alive");

    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Queue<Trouble> next = new ConcurrentLinkedQueue<>();
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final String target;

    FlakyProxy(String target) throws IOException {
        this.target = target;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "flaky-proxy");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A file of the product's own. */
    FlakyProxy serve(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    /** The next posts have these troubles, one each; those after have none. */
    FlakyProxy trouble(Trouble... troubles) {
        next.addAll(List.of(troubles));
        return this;
    }

    /** Those that were not met yet will not come. */
    void clear() {
        next.clear();
    }

    /** Whether all troubles were met. */
    boolean calm() {
        return next.isEmpty();
    }

    List<Post> posts() {
        return List.copyOf(posts);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var file = files.get(exchange.getRequestURI().getPath());
            if (file != null) {
                var html = !exchange.getRequestURI().getPath().endsWith(".js");
                exchange.getResponseHeaders().set("Content-Type", html ? "text/html" : "text/javascript");
                exchange.sendResponseHeaders(200, file.length);
                exchange.getResponseBody().write(file);
                return;
            }
            boolean post = exchange.getRequestMethod().equals("POST")
                    && exchange.getRequestURI().getPath().startsWith("/v1/");
            var body = exchange.getRequestBody().readAllBytes();
            int status = handOn(exchange, body, post ? next.poll() : null);
            if (post) {
                var retry = exchange.getRequestHeaders().getFirst("X-Retry-Count");
                posts.add(new Post(
                        exchange.getRequestURI().getPath(),
                        retry == null ? "" : retry,
                        new String(body, StandardCharsets.UTF_8),
                        status));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int handOn(HttpExchange exchange, byte[] body, @Nullable Trouble trouble)
            throws IOException, InterruptedException {
        if (trouble == null) {
            var answer = forward(exchange, body);
            answer.headers().map().forEach((name, values) -> {
                if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
            return answer.statusCode();
        }
        return switch (trouble) {
            case UNAVAILABLE -> refuse(exchange, 503);
            case TOO_MANY -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                yield refuse(exchange, 429);
            }
            case ANSWER_REPLACED -> {
                forward(exchange, body);
                yield refuse(exchange, 503);
            }
            case ANSWER_LOST -> {
                forward(exchange, body);
                yield 0;
            }
            case CUT -> 0;
        };
    }

    private static int refuse(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        return status;
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                .timeout(Duration.ofSeconds(20))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                .header("X-Forwarded-Host", exchange.getRequestHeaders().getFirst("Host"));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
