package dev.candor.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.event.Versions;
import dev.candor.server.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The real server in a process of its own, on a free port of 127.0.0.1: the executable jar once it is built (the tests in
 * Chromium), before that its classes.
 */
final class ServerProcess implements AutoCloseable {
    static final String TOKEN = "end-to-end-admin-token";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final String url;
    private final String greeting;
    private final List<String> log;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServerProcess(Process process, String url, String greeting, List<String> log) {
        this.process = process;
        this.url = url;
        this.greeting = greeting;
        this.log = log;
    }

    /**
     * Starts a server in a folder of its own and returns once it has said where it listens.
     *
     * @param settings environment variables over none but PATH
     */
    static ServerProcess start(Path folder, Map<String, String> settings) throws IOException {
        return start(folder, settings, List.of());
    }

    /** @param within a command that in the end runs the one that is appended to it, in the same process */
    static ServerProcess start(Path folder, Map<String, String> settings, List<String> within) throws IOException {
        var command = new ArrayList<String>(within);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        var jar = System.getProperty("candor.jar");
        command.addAll(
                jar == null
                        ? List.of("-cp", System.getProperty("java.class.path"), "dev.candor.server.Main")
                        : List.of("-jar", jar));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().put("PORT", "0");
        builder.environment().put("CANDOR_ADMIN_TOKEN", TOKEN);
        builder.environment().putAll(settings);
        var process = builder.start();
        var output = process.inputReader(StandardCharsets.UTF_8);
        var said = new ArrayList<String>();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            var address = ADDRESS.matcher(line);
            if (address.find()) {
                return new ServerProcess(process, address.group(), line, drain(output));
            }
        }
        throw new IOException("The server ended before it listened: " + said);
    }

    /** Reads on, so that the server never waits for a reader of its log. */
    static List<String> drain(BufferedReader output) {
        var log = new CopyOnWriteArrayList<String>();
        var reader = new Thread(
                () -> {
                    try {
                        for (var line = output.readLine(); line != null; line = output.readLine()) {
                            log.add(line);
                        }
                    } catch (IOException ended) {
                        // The process is gone, and with it what it would have said.
                    }
                },
                "server-output");
        reader.setDaemon(true);
        reader.start();
        return log;
    }

    /** The cookie of a visitor who said yes now. */
    static String yes() {
        return "candor_consent=granted:" + Versions.POLICY + ":" + Instant.now().getEpochSecond();
    }

    String url() {
        return url;
    }

    /** The line in which the server said where it listens. */
    String greeting() {
        return greeting;
    }

    /** What it said after that line. */
    String log() {
        return String.join("\n", log);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> sendAsAdmin(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, body, "Authorization", "Bearer " + TOKEN);
    }

    /** The events that the admin sees, oldest first, without the keep-alive. */
    List<JsonNode> events() throws IOException, InterruptedException {
        var answer = sendAsAdmin("GET", "/admin/events?limit=1000", "");
        var events = new ArrayList<JsonNode>();
        for (var shown : JSON.readTree(answer.body()).get("events")) {
            if (!"Instance Active".equals(shown.at("/event/event").asText())) {
                events.add(0, shown.get("event"));
            }
        }
        return events;
    }

    /** The events once there are as many as expected, at the latest after ten seconds. */
    List<JsonNode> awaitEvents(int count) throws Exception {
        return Eventually.see(this::events, events -> events.size() >= count);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As a power cut would, and returns once it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("The server did not stop within ten seconds of SIGTERM");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
