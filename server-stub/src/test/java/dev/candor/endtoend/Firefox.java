package dev.candor.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A real Firefox without a window, driven by WebDriver BiDi, which it speaks by itself: Debian has no geckodriver. */
final class Firefox implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");
    private static final long LIMIT_SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final String tab;

    /** @param profile a folder for what the browser keeps */
    Firefox(Path profile) throws Exception {
        var program = Path.of(System.getenv().getOrDefault("CANDOR_FIREFOX", "/usr/bin/firefox-esr"));
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(
                    "No Firefox at " + program
                            + ": `make test` installs it on Debian as root; elsewhere install it and name it in CANDOR_FIREFOX");
        }
        var builder = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-remote",
                        "--remote-debugging-port=0",
                        "--profile",
                        profile.toString(),
                        "about:blank")
                .redirectErrorStream(true);
        builder.environment().put("HOME", profile.toString());
        process = builder.start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address() + "/session"), new Answers())
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        var capabilities = JsonNodeFactory.instance.objectNode();
        capabilities.putObject("capabilities");
        call("session.new", capabilities);
        tab = call("browsingContext.getTree", JsonNodeFactory.instance.objectNode())
                .at("/contexts/0/context")
                .asText();
    }

    private String address() throws IOException {
        var output = process.inputReader();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            var listening = LISTENING.matcher(line);
            if (listening.find()) {
                ServerProcess.drain(output);
                return listening.group(1);
            }
        }
        throw new IOException("Firefox ended before it listened");
    }

    private JsonNode call(String method, ObjectNode parameters) throws Exception {
        int id = ids.incrementAndGet();
        var command = JsonNodeFactory.instance.objectNode();
        command.put("id", id).put("method", method).set("params", parameters);
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        socket.sendText(command.toString(), true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        var said = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!said.path("type").asText().equals("success")) {
            throw new IllegalStateException(method + ": " + said);
        }
        return said.path("result");
    }

    void open(String url) throws Exception {
        var where = JsonNodeFactory.instance.objectNode();
        call(
                "browsingContext.navigate",
                where.put("context", tab).put("url", url).put("wait", "complete"));
    }

    /** What the expression, or its promise, is. */
    JsonNode eval(String expression) throws Exception {
        var script = JsonNodeFactory.instance.objectNode();
        script.put("expression", expression).put("awaitPromise", true);
        script.putObject("target").put("context", tab);
        return call("script.evaluate", script).at("/result/value");
    }

    /** Clicks in the middle of what the expression names, as a person does. */
    void click(String element) throws Exception {
        var place = JSON.readTree(
                eval("(() => { const e = " + element + "; e.scrollIntoView(); const r = e.getBoundingClientRect();"
                                + " return JSON.stringify({x: Math.round(r.x + r.width / 2), y: Math.round(r.y + r.height / 2)}) })()")
                        .asText());
        var input = JsonNodeFactory.instance.objectNode();
        var mouse = input.put("context", tab).putArray("actions").addObject();
        var actions = mouse.put("type", "pointer").put("id", "mouse").putArray("actions");
        actions.addObject()
                .put("type", "pointerMove")
                .put("x", place.get("x").asInt())
                .put("y", place.get("y").asInt());
        actions.addObject().put("type", "pointerDown").put("button", 0);
        actions.addObject().put("type", "pointerUp").put("button", 0);
        call("input.performActions", input);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Hands each answer to the call that waits for it. */
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                answered(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void answered(String message) {
            try {
                var answer = JSON.readTree(message);
                var call = waiting.remove(answer.path("id").asInt());
                if (call != null) {
                    call.complete(answer);
                }
            } catch (IOException e) {
                throw new IllegalStateException(message, e);
            }
        }
    }
}
