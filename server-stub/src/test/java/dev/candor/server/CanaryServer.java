package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** A server that relays, with all that it keeps, sends, shows and says in reach, so that a canary can be looked for. */
final class CanaryServer implements AutoCloseable {
    static final String KEY = "canary-key";

    /** What people's data looks like, around a word. */
    static final List<String> SHAPES = List.of(
            "%s@example.org",
            "%s.smith+x@mail.example.co.uk",
            "%s%%40example.org",
            "%s%%2540example.org",
            "Ms %s Smith",
            "Hello, %s!",
            "%s\n",
            " %s",
            "<b>%s</b>",
            "%s is ill",
            "the secret of %s",
            "{\"name\":\"%s\"}",
            "SELECT * FROM t WHERE n = '%s'");

    private static final int BATCH = 25;

    /** A person's data, around a word that is nowhere else. */
    record Canary(String word, String text) {
        static Canary of(Random random, String shape) {
            var word = word(random);
            return new Canary(word, shape.formatted(word));
        }

        static String word(Random random) {
            var word = new StringBuilder("zq");
            for (int i = 0; i < 10; i++) {
                word.append((char) ('g' + random.nextInt(20)));
            }
            return word.toString();
        }

        /** Whether it is an e-mail address. */
        boolean isAddress() {
            return text.contains("@") || text.contains("%40") || text.contains("%2540");
        }
    }

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;
    private final Path dir;
    private final Receiver receiver;
    private final TestServer server;
    private int taken;
    private int looked;

    CanaryServer() throws Exception {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        dir = Files.createTempDirectory("canary");
        receiver = new Receiver();
        server = TestServer.start(
                dir, "CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", receiver.url(), "CANDOR_WRITE_KEY", KEY);
    }

    TestServer server() {
        return server;
    }

    Receiver receiver() {
        return receiver;
    }

    void sendAsVisitor(ObjectNode message, Canary canary) throws Exception {
        send("{\"batch\":[" + message + "]}", canary, TestServer.cookie("granted"));
    }

    void sendAsServer(ObjectNode message, Canary canary) throws Exception {
        send("{\"writeKey\":\"" + KEY + "\",\"batch\":[" + message + "]}", canary);
    }

    /** Many at once, since each request waits for the disk; where the server refuses them together, one by one. */
    void sendAsVisitor(List<ObjectNode> messages, Canary canary) throws Exception {
        for (int i = 0; i < messages.size(); i += BATCH) {
            var some = messages.subList(i, Math.min(i + BATCH, messages.size()));
            var body = some.stream().map(ObjectNode::toString).collect(Collectors.joining(",", "{\"batch\":[", "]}"));
            if (server.post("/v1/batch", body, TestServer.cookie("granted")).statusCode() == 200) {
                taken += some.size();
                continue;
            }
            for (var message : some) {
                sendAsVisitor(message, canary);
            }
        }
    }

    private void send(String body, Canary canary, String... headers) throws Exception {
        var reply = server.post("/v1/batch", body, headers);
        assertThat(reply.statusCode()).isIn(200, 400);
        assertThat(reply.body()).doesNotContain(canary.word());
        taken += reply.statusCode() == 200 ? 1 : 0;
    }

    void assertNowhere(Canary canary) throws Exception {
        assertThat(taken).as("events that were taken").isPositive();
        assertThat(everything().contains(canary.word()))
                .as("%s is somewhere", canary.text())
                .isFalse();
    }

    /** What the server has logged so far. */
    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** All that the server keeps, shows and says, and what it has sent since this was asked last, once nothing waits any more. */
    String everything() throws Exception {
        Eventually.see(
                () -> server.get("/metrics").body(), body -> body.contains("candor_events{state=\"waiting\"} 0"));
        var all = new StringBuilder(log());
        var received = receiver.received();
        received.subList(looked, received.size()).forEach(all::append);
        looked = received.size();
        all.append(server.get("/metrics").body());
        for (var path : new String[] {"/admin/events?limit=1000", "/admin/preview", "/admin/answers"}) {
            all.append(server.asAdmin("GET", path, "").body());
        }
        return all.append(files()).toString();
    }

    private String files() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(dir)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(file.getFileName());
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        System.setErr(standardError);
        server.close();
        receiver.close();
        try (var files = Files.walk(dir)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
