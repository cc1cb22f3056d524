package dev.candor.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.event.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Serves a page with the compiled script, sets the consent cookie as the server does, and keeps what is posted to it. */
final class Collector implements AutoCloseable {
    record Request(String method, String path, String query, String contentType, String body) {}

    static final ObjectMapper JSON = new ObjectMapper();
    static final Path SCRIPT = Path.of("target/classes/META-INF/resources/candor/candor.js");

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private volatile int status = 200;
    private volatile String contentSecurityPolicy = "";
    private volatile @Nullable Path files;

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "collector");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What any path that isn't another thing's answers. */
    void page(String html) {
        pages.put("", html);
    }

    /** Files that are served as they are, pages also without their .html. */
    void files(Path folder) {
        files = folder;
    }

    private @Nullable Path file(String path) {
        var folder = files;
        if (folder == null || path.contains("..")) {
            return null;
        }
        var name = path.equals("/") ? "index" : path.substring(1);
        for (var candidate : List.of(folder.resolve(name), folder.resolve(name + ".html"))) {
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static String type(Path file) {
        var name = file.toString();
        return name.endsWith(".js") ? "text/javascript" : name.endsWith(".html") ? "text/html" : "text/plain";
    }

    void contentSecurityPolicy(String policy) {
        contentSecurityPolicy = policy;
    }

    void answerWith(int newStatus) {
        status = newStatus;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    List<Request> batches() {
        return requests.stream()
                .filter(request -> request.path().startsWith("/v1/"))
                .toList();
    }

    /** The events of all batches, in the order in which they came. */
    List<JsonNode> events() throws IOException {
        var events = new ArrayList<JsonNode>();
        for (var batch : batches()) {
            Bodies.events(batch.body()).forEach(events::add);
        }
        return events;
    }

    /** The name of each event and the path of its page, such as {@code PAGE_LOAD /first}. */
    List<String> told() {
        try {
            return events().stream()
                    .map(event -> event.get("event").asText() + " "
                            + event.at("/context/page/path").asText())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void await(BooleanSupplier done) throws InterruptedException {
        var deadline = System.nanoTime() + 30_000_000_000L;
        while (!done.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            var path = uri.getPath();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var file = file(path);
            if (file != null) {
                exchange.getResponseHeaders().set("Content-Type", type(file) + "; charset=utf-8");
                respond(exchange, 200, Files.readAllBytes(file));
            } else if (path.equals("/candor.js")) {
                exchange.getResponseHeaders().set("Content-Type", "text/javascript; charset=utf-8");
                respond(exchange, 200, Files.readAllBytes(SCRIPT));
            } else if (path.equals("/empty.js")) {
                exchange.getResponseHeaders().set("Content-Type", "text/javascript; charset=utf-8");
                respond(exchange, 200, new byte[0]);
            } else if (path.equals("/redirect")) {
                exchange.getResponseHeaders().set("Location", uri.getRawQuery());
                respond(exchange, 302, new byte[0]);
            } else if (path.equals("/consent")) {
                consent(exchange, body);
            } else if (path.startsWith("/v1/")) {
                requests.add(new Request(
                        exchange.getRequestMethod(),
                        path,
                        uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                        exchange.getRequestHeaders().getFirst("Content-Type"),
                        body));
                respond(exchange, status, "{\"success\":true}".getBytes(StandardCharsets.UTF_8));
            } else {
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                if (!contentSecurityPolicy.isEmpty()) {
                    exchange.getResponseHeaders().set("Content-Security-Policy", contentSecurityPolicy);
                }
                respond(exchange, 200, pages.getOrDefault("", "").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void consent(HttpExchange exchange, String body) throws IOException {
        requests.add(new Request(exchange.getRequestMethod(), "/consent", "", "", body));
        var cookie = exchange.getRequestMethod().equals("DELETE")
                ? "candor_consent=; Path=/; Max-Age=0"
                : "candor_consent=" + JSON.readTree(body).get("status").textValue() + ":" + Versions.POLICY + ":"
                        + Instant.now().getEpochSecond() + "; Path=/; SameSite=Lax; Max-Age=15552000";
        exchange.getResponseHeaders().add("Set-Cookie", cookie);
        respond(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
