package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.options.Cookie;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.AliasMessage;
import com.segment.analytics.messages.GroupMessage;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.MessageBuilder;
import com.segment.analytics.messages.PageMessage;
import com.segment.analytics.messages.ScreenMessage;
import com.segment.analytics.messages.TrackMessage;
import dev.candor.endtoend.FlakyProxy.Trouble;
import dev.candor.event.Versions;
import dev.candor.server.Eventually;
import dev.candor.server.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Segment's own clients, as they are published, against the server: what they send is stored once, whatever happens on the way, and
 * whoever a person is who they say (always some canary) is nowhere.
 */
class SegmentClientsChromiumTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "segment-key";
    private static final String PERSON = "ann.canary@example.org";
    private static final Path NPM = Path.of("src/test/npm");
    private static final Set<String> TYPES = Set.of("track", "page", "screen", "identify", "group", "alias");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Chromium chromium;

    @TempDir
    private Path folder;

    private Receiver receiver;
    private FlakyProxy product;
    private ServerProcess server;
    private FlakyProxy proxy;

    @BeforeAll
    static void startBrowser() {
        assertThat(NPM.resolve("node_modules")).as("`make test` installs it").isDirectory();
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        product = new FlakyProxy("http://127.0.0.1:1");
        server = ServerProcess.start(
                folder,
                Map.of(
                        "CANDOR_SHARE",
                        "yes",
                        "CANDOR_WRITE_KEY",
                        KEY,
                        "CANDOR_ORIGINS",
                        product.url(),
                        "CANDOR_UPSTREAM_URL",
                        receiver.url()));
        proxy = new FlakyProxy(server.url());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        product.close();
        server.close();
        receiver.close();
    }

    @Test
    void theJavaClientDelivers() throws Exception {
        proxy.trouble(Trouble.TOO_MANY, Trouble.ANSWER_REPLACED);
        var network = Executors.newCachedThreadPool();
        var analytics = Analytics.builder(KEY)
                .endpoint(proxy.url())
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
        assertDelivered(30, "/v1/import/");
        analytics.shutdown();
        network.shutdown();
        assertThat(event("Order Completed").at("/properties"))
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
        proxy.trouble(Trouble.UNAVAILABLE, Trouble.TOO_MANY, Trouble.ANSWER_REPLACED, Trouble.ANSWER_LOST, Trouble.CUT);
        var node = new ProcessBuilder("node", "node-client.mjs", proxy.url(), KEY)
                .directory(NPM.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            assertDelivered(30, "/v1/batch");
            assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
        } finally {
            node.destroyForcibly();
        }
        assertThat(proxy.posts()).extracting(FlakyProxy.Post::retryCount).contains("1");
        assertThat(event("Order Completed").at("/properties"))
                .isEqualTo(JSON.readTree("{\"plan\":\"free\",\"total\":7}"));
        assertIdentityIsTheInstances();
    }

    @Test
    void withAnotherKeyTheNodeClientDeliversNothing() throws Exception {
        var node = new ProcessBuilder("node", "node-client.mjs", proxy.url(), "another-key")
                .directory(NPM.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(proxy.posts()).isNotEmpty().allMatch(post -> post.status() == 204);
        assertThat(server.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{strategy: 'batching', config: {size: 10, timeout: 500}}"})
    void theBrowserClientDeliversWithTheVisitorsConsent(String strategy) throws Exception {
        proxy.trouble(Trouble.UNAVAILABLE, Trouble.TOO_MANY, Trouble.ANSWER_REPLACED, Trouble.ANSWER_LOST, Trouble.CUT);
        servePage(proxy, proxy.url(), strategy);
        try (var visitor = visit(proxy.url(), "granted")) {
            assertDelivered(30, "");
            assertThat(visitor.complaints())
                    .allMatch(complaint -> complaint.contains("503")
                            || complaint.contains("429")
                            || complaint.contains("Failed to load resource"));
        }
        assertThat(event("Order Completed").at("/properties/plan").asText()).isEqualTo("free");
        assertThat(server.events()).allMatch(event -> event.get("userId").isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"denied", "nonsense"})
    void withoutConsentTheBrowserClientsKeyIsOfNoUse(String answer) throws Exception {
        servePage(proxy, proxy.url(), "{}");
        try (var visitor = visit(proxy.url(), answer)) {
            Eventually.see(PATIENCE, proxy::posts, posts -> posts.size() >= 30);
            visitor.settle();
            assertThat(proxy.posts()).isNotEmpty().allMatch(post -> post.status() == 204);
            assertThat(server.events()).isEmpty();
        }
    }

    @Test
    void fromAPageOfAConfiguredOriginTheBrowserClientDelivers() throws Exception {
        // Two ports of a host are two origins of one site, so the consent cookie goes along.
        proxy.trouble(Trouble.ANSWER_LOST);
        servePage(product, proxy.url(), "{config: {credentials: 'include'}}");
        try (var visitor = visit(product.url(), "granted")) {
            assertDelivered(30, "");
            assertThat(visitor.requests()).isNotEmpty();
        }
    }

    @Test
    void fromAPageOfAnotherOriginNothingIsTaken() throws Exception {
        try (var stranger = new FlakyProxy("http://127.0.0.1:1")) {
            servePage(stranger, server.url(), "{config: {credentials: 'include'}}");
            try (var visitor = visit(stranger.url(), "granted")) {
                Eventually.see(
                        visitor::complaints, complaints -> complaints.toString().contains("blocked by CORS policy"));
                visitor.settle();
                assertThat(visitor.complaints().toString()).contains("blocked by CORS policy");
                assertThat(server.events()).isEmpty();
            }
        }
    }

    private Visitor visit(String url, String answer) {
        var visitor = chromium.visitor(url);
        var cookie = answer + ":" + Versions.POLICY + ":" + Instant.now().getEpochSecond();
        visitor.context().addCookies(List.of(new Cookie("candor_consent", cookie).setUrl(url)));
        visitor.open("/product");
        return visitor;
    }

    private static void servePage(FlakyProxy at, String instance, String strategy) throws IOException {
        var host = instance.replace("http://", "");
        at.serve(
                        "/analytics.js",
                        Files.readAllBytes(NPM.resolve("node_modules/@segment/analytics-next/dist/umd/index.js")))
                .serve("/product", """
                        <!DOCTYPE html><html><head><title>Product</title><link rel="icon" href="data:,"></head><body>
                        <script src="/analytics.js"></script><script>
                        const sdk = AnalyticsNext.AnalyticsBrowser.load({writeKey: '%s', cdnURL: '%s'},
                            {integrations: {'Segment.io': {apiHost: '%s/v1', protocol: 'http', deliveryStrategy: %s}}});
                        const person = 'ann.canary@example.org';
                        sdk.identify(person, {email: person, name: 'Ann Canary'});
                        sdk.track('Order Completed', {plan: 'free', total: 7, note: 'by Ann Canary'});
                        sdk.page('Home', {mine: person});
                        sdk.screen('Start');
                        sdk.group('canary-inc', {name: 'Canary Inc'});
                        sdk.alias('canary-after', person);
                        for (let i = 0; i < 24; i++) sdk.track('Step', {i});
                        </script></body></html>
                        """.formatted(KEY, instance, host, strategy).getBytes(StandardCharsets.UTF_8));
    }

    private static String anonymousId() {
        return "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa";
    }

    private JsonNode event(String name) throws Exception {
        return server.events().stream()
                .filter(event -> event.path("event").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Each event that was posted is there once, of every type, and nobody is named anywhere. */
    private void assertDelivered(int count, String path) throws Exception {
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
                Eventually.see(PATIENCE, receiver::events, events -> ids(events).size() >= count + 1);
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

    private void assertIdentityIsTheInstances() throws Exception {
        var ids = new HashSet<String>();
        server.events().forEach(event -> ids.add(event.get("userId").asText()));
        assertThat(ids).hasSize(1).allMatch(id -> id.length() == 36);
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
