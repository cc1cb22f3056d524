package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.AliasMessage;
import com.segment.analytics.messages.GroupMessage;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.MessageBuilder;
import com.segment.analytics.messages.PageMessage;
import com.segment.analytics.messages.ScreenMessage;
import com.segment.analytics.messages.TrackMessage;
import dev.candor.endtoend.FlakyProxy.Trouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Segment's clients for servers, as they are published, against the server: what they send is stored once, whatever happens on the way,
 * and whoever a person is who they say (always some canary) is nowhere.
 */
class SegmentClientsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PERSON = "ann.canary@example.org";

    @TempDir
    private Path folder;

    private SegmentDelivery way;

    @BeforeEach
    void start() throws IOException {
        way = new SegmentDelivery(folder, "https://app.example.org");
    }

    @AfterEach
    void stop() throws IOException {
        way.close();
    }

    @Test
    void theJavaClientDelivers() throws Exception {
        way.proxy.trouble(Trouble.TOO_MANY, Trouble.ANSWER_REPLACED);
        var network = Executors.newCachedThreadPool();
        var analytics = Analytics.builder(SegmentDelivery.KEY)
                .endpoint(way.proxy.url())
                .flushQueueSize(10)
                .flushInterval(1, TimeUnit.SECONDS)
                .networkExecutor(network)
                .build();
        for (var message : everyKind()) {
            analytics.enqueue(message);
        }
        for (int i = 0; i < 24; i++) {
            analytics.enqueue(
                    TrackMessage.builder("Step").anonymousId(anonymousId()).properties(Map.of("i", i)));
        }
        way.assertDelivered(30, "/v1/import/");
        analytics.shutdown();
        network.shutdown();
        assertThat(way.event("Order Completed").at("/properties"))
                .isEqualTo(JSON.readTree("{\"plan\":\"free\",\"total\":7}"));
        assertIdentityIsTheInstances();
    }

    private static List<MessageBuilder<?, ?>> everyKind() {
        List<MessageBuilder<?, ?>> messages = List.of(
                TrackMessage.builder("Order Completed")
                        .properties(Map.of("plan", "free", "total", 7, "note", "by Ann Canary")),
                PageMessage.builder("Home")
                        .properties(Map.of("url", "https://h.example/u/" + PERSON + "?token=canary")),
                ScreenMessage.builder("Start"),
                IdentifyMessage.builder().traits(Map.of("email", PERSON, "name", "Ann Canary")),
                GroupMessage.builder("canary-inc").traits(Map.of("name", "Canary Inc")),
                AliasMessage.builder("canary-before"));
        for (var message : messages) {
            message.userId(PERSON);
            message.context(Map.of("ip", "203.0.113.77", "traits", Map.of("email", PERSON)));
        }
        return messages;
    }

    @Test
    void theNodeClientDelivers() throws Exception {
        way.proxy.trouble(
                Trouble.UNAVAILABLE, Trouble.TOO_MANY, Trouble.ANSWER_REPLACED, Trouble.ANSWER_LOST, Trouble.CUT);
        var node = new ProcessBuilder("node", "node-client.mjs", way.proxy.url(), SegmentDelivery.KEY)
                .directory(SegmentDelivery.NPM.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            way.assertDelivered(30, "/v1/batch");
            assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
        } finally {
            node.destroyForcibly();
        }
        assertThat(way.proxy.posts()).extracting(FlakyProxy.Post::retryCount).contains("1");
        assertThat(way.event("Order Completed").at("/properties"))
                .isEqualTo(JSON.readTree("{\"plan\":\"free\",\"total\":7}"));
        assertIdentityIsTheInstances();
    }

    @Test
    void withAnotherKeyTheNodeClientDeliversNothing() throws Exception {
        var node = new ProcessBuilder("node", "node-client.mjs", way.proxy.url(), "another-key")
                .directory(SegmentDelivery.NPM.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(way.proxy.posts()).isNotEmpty().allMatch(post -> post.status() == 204);
        assertThat(way.server.events()).isEmpty();
    }

    private static String anonymousId() {
        return "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa";
    }

    private void assertIdentityIsTheInstances() throws Exception {
        var ids = new HashSet<String>();
        way.server.events().forEach(event -> ids.add(event.get("userId").asText()));
        assertThat(ids).hasSize(1).allMatch(id -> id.length() == 36);
    }
}
