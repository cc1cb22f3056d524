package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.server.Eventually;
import dev.candor.server.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The way of a Segment client's events: a proxy with troubles, the server, and the vendor's collector. */
final class SegmentDelivery implements AutoCloseable {
    static final String KEY = "segment-key";
    /** What npm put beside the tests. */
    static final Path NPM = Path.of("src/test/npm");

    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TYPES = Set.of("track", "page", "screen", "identify", "group", "alias");

    final ServerProcess server;
    final FlakyProxy proxy;
    private final Path folder;
    private final Receiver receiver;

    /** @param origin whose pages may send events beside the server's own */
    SegmentDelivery(Path folder, String origin) throws IOException {
        assertThat(NPM.resolve("node_modules")).as("`make test` installs it").isDirectory();
        this.folder = folder;
        receiver = new Receiver();
        server = ServerProcess.start(
                folder,
                Map.of(
                        "CANDOR_SHARE",
                        "yes",
                        "CANDOR_WRITE_KEY",
                        KEY,
                        "CANDOR_ORIGINS",
                        origin,
                        "CANDOR_UPSTREAM_URL",
                        receiver.url()));
        proxy = new FlakyProxy(server.url());
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        server.close();
        receiver.close();
    }

    /** The event of that name. */
    JsonNode event(String name) throws Exception {
        return server.events().stream()
                .filter(event -> event.path("event").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Each event that was posted is there once, of every type, and nobody is named anywhere. */
    void assertDelivered(int count, String path) throws Exception {
        Eventually.see(
                PATIENCE,
                () -> proxy.calm() && server.events().size() >= count && posted().size() > count,
                done -> done);
        var stored = server.events();
        assertThat(proxy.calm()).as("each trouble was met").isTrue();
        assertThat(stored).hasSize(count);
        assertThat(ids(stored)).hasSize(count);
        assertThat(new HashSet<>(posted())).hasSize(count);
        assertThat(posted()).as("some were sent again").hasSizeGreaterThan(count);
        assertThat(proxy.posts()).allMatch(post -> post.path().startsWith(path.isEmpty() ? "/v1/" : path));
        assertThat(stored).extracting(event -> event.get("type").asText()).containsAll(TYPES);
        var relayed =
                Eventually.see(PATIENCE, receiver::events, events -> ids(events).containsAll(ids(stored)));
        assertThat(ids(relayed)).containsAll(ids(stored));
        for (var event : stored) {
            if (!event.get("type").asText().equals("track")) {
                assertThat(event.fieldNames())
                        .toIterable()
                        .isSubsetOf(
                                "anonymousId",
                                "category",
                                "context",
                                "integrations",
                                "messageId",
                                "name",
                                "originalTimestamp",
                                "properties",
                                "receivedAt",
                                "sentAt",
                                "timestamp",
                                "type",
                                "userId");
            }
        }
        assertThat(everything()).doesNotContainIgnoringCase("canary").doesNotContain("203.0.113.77");
    }

    private static Set<String> ids(List<JsonNode> events) {
        var ids = new HashSet<String>();
        events.forEach(event -> ids.add(event.get("messageId").asText()));
        return ids;
    }

    /** The id of each event that was posted, as often as it was. */
    private List<String> posted() throws IOException {
        var ids = new ArrayList<String>();
        for (var post : proxy.posts()) {
            var body = JSON.readTree(post.body());
            if (body.has("batch")) {
                body.get("batch")
                        .forEach(event -> ids.add(event.path("messageId").asText()));
            } else if (body.has("messageId")) {
                ids.add(body.get("messageId").asText());
            }
        }
        return ids;
    }

    /** All that the server keeps, says, shows and relays. */
    private String everything() throws Exception {
        var all = new StringBuilder(server.log());
        all.append(server.sendAsAdmin("GET", "/admin/events?limit=1000", "").body());
        receiver.received().forEach(one -> all.append(one.body()));
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
