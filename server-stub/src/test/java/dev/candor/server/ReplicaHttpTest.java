package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers of one instance, each with a folder of its own. */
class ReplicaHttpTest {
    private static final String ID = "7f0c2d4e-93b1-4a6f-8c55-1e0d9b7a2c34";

    /** Ids of no random shape, which are hashed. */
    private static final String NAMED = "{\"event\":\"CLICK\",\"messageId\":\"order-of-ann\",\"anonymousId\":\"ann\"}";

    @TempDir
    Path dir;

    private TestServer start(String folder, Receiver receiver) throws Exception {
        return TestServer.start(
                Files.createDirectories(dir.resolve(folder)),
                Clock.systemUTC(),
                "CANDOR_UPSTREAM_URL",
                receiver.url(),
                "CANDOR_INSTANCE_ID",
                ID.toUpperCase(Locale.ROOT),
                "CANDOR_KEEP_ALIVE_INTERVAL",
                "PT1S");
    }

    @Test
    void underOneKeyTheyGiveTheSameHashes() throws Exception {
        var key = "8f3b6c1d5e7a9024b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778a";
        var both = new ArrayList<JsonNode>();
        for (var node : List.of("one", "other")) {
            var folder = Files.createDirectories(dir.resolve(node));
            try (var server = TestServer.start(folder, "CANDOR_SHARE", "yes", "CANDOR_HASH_KEY", key)) {
                server.post("/v1/t", NAMED, TestServer.cookie("granted"));
                both.add(server.shown().get(0).get("event"));
                server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":false}");
                server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":true}");
                server.post("/v1/t", NAMED, TestServer.cookie("granted"));
                assertThat(server.shown().get(0).at("/event/anonymousId"))
                        .as("whoever gives the key rotates it")
                        .isEqualTo(both.get(0).get("anonymousId"));
            }
            assertThat(folder.resolve("data/hash-key")).doesNotExist();
        }
        for (var name : List.of("messageId", "anonymousId")) {
            assertThat(both.get(0).get(name)).isEqualTo(both.get(1).get(name));
            assertThat(both.get(0).get(name).asText()).hasSize(36).doesNotContain("ann");
        }
        try (var alone = TestServer.start(Files.createDirectories(dir.resolve("alone")), "CANDOR_SHARE", "yes")) {
            alone.post("/v1/t", NAMED, TestServer.cookie("granted"));
            assertThat(alone.shown().get(0).at("/event/anonymousId"))
                    .isNotEqualTo(both.get(0).get("anonymousId"));
        }
    }

    private static Set<String> pings(Receiver receiver) throws Exception {
        return receiver.events().stream()
                .map(event -> event.get("messageId").asText())
                .collect(Collectors.toSet());
    }

    @Test
    void theirKeepAlivesOfAPeriodAreOne() throws Exception {
        try (var first = new Receiver();
                var second = new Receiver();
                var one = start("one", first);
                var other = start("other", second)) {
            assertThat(List.of(one.url(), other.url())).doesNotHaveDuplicates();
            var common = Eventually.see(
                    () -> {
                        var both = pings(first);
                        both.retainAll(pings(second));
                        return both;
                    },
                    both -> both.size() >= 2);
            assertThat(common).hasSizeGreaterThanOrEqualTo(2);
            assertThat(first.events())
                    .allSatisfy(
                            event -> assertThat(event.get("userId").asText()).isEqualTo(ID));
        }
    }
}
