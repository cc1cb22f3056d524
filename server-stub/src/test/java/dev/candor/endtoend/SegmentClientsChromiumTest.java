package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.endtoend.FlakyProxy.Trouble;
import dev.candor.server.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segment's client for browsers, as it is published, in Chromium; as {@link SegmentClientsTest}, and with the visitor's consent. */
class SegmentClientsChromiumTest {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path folder;

    private FlakyProxy product;
    private SegmentDelivery way;

    @BeforeEach
    void start() throws IOException {
        product = new FlakyProxy("http://127.0.0.1:1");
        way = new SegmentDelivery(folder, product.url());
    }

    @AfterEach
    void stop() throws IOException {
        product.close();
        way.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{strategy: 'batching', config: {size: 10, timeout: 500}}"})
    void theBrowserClientDeliversWithTheVisitorsConsent(String strategy) throws Exception {
        way.proxy.trouble(
                Trouble.UNAVAILABLE, Trouble.TOO_MANY, Trouble.ANSWER_REPLACED, Trouble.ANSWER_LOST, Trouble.CUT);
        servePage(way.proxy, way.proxy.url(), strategy);
        try (var visitor = visit(way.proxy.url(), "granted")) {
            way.assertDelivered(30, "");
            assertThat(visitor.complaints())
                    .allMatch(complaint -> complaint.contains("503")
                            || complaint.contains("429")
                            || complaint.contains("Failed to load resource"));
        }
        assertThat(way.event("Order Completed").at("/properties/plan").asText()).isEqualTo("free");
        assertThat(way.server.events()).allMatch(event -> event.get("userId").isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"denied", "nonsense"})
    void withoutConsentTheBrowserClientsKeyIsOfNoUse(String answer) throws Exception {
        servePage(way.proxy, way.proxy.url(), "{}");
        try (var visitor = visit(way.proxy.url(), answer)) {
            Eventually.see(SegmentDelivery.PATIENCE, way.proxy::posts, posts -> posts.size() >= 30);
            visitor.settle();
            assertThat(way.proxy.posts()).isNotEmpty().allMatch(post -> post.status() == 204);
            assertThat(way.server.events()).isEmpty();
        }
    }

    @Test
    void fromAPageOfAConfiguredOriginTheBrowserClientDelivers() throws Exception {
        // Two ports of a host are two origins of one site, so the consent cookie goes along.
        way.proxy.trouble(Trouble.ANSWER_LOST);
        servePage(product, way.proxy.url(), "{config: {credentials: 'include'}}");
        try (var visitor = visit(product.url(), "granted")) {
            way.assertDelivered(30, "");
            assertThat(visitor.requests()).isNotEmpty();
        }
    }

    @Test
    void fromAPageOfAnotherOriginNothingIsTaken() throws Exception {
        try (var stranger = new FlakyProxy("http://127.0.0.1:1")) {
            servePage(stranger, way.server.url(), "{config: {credentials: 'include'}}");
            try (var visitor = visit(stranger.url(), "granted")) {
                visitor.page()
                        .waitForCondition(() -> visitor.complaints().toString().contains("blocked by CORS policy"));
                visitor.settle();
                assertThat(visitor.complaints().toString()).contains("blocked by CORS policy");
                assertThat(way.server.events()).isEmpty();
            }
        }
    }

    private Visitor visit(String url, String answer) {
        var visitor = CHROMIUM.visitor(url);
        visitor.answered(answer);
        visitor.open("/product");
        return visitor;
    }

    private static void servePage(FlakyProxy at, String instance, String strategy) throws IOException {
        var host = instance.replace("http://", "");
        at.serve(
                        "/analytics.js",
                        Files.readAllBytes(
                                SegmentDelivery.NPM.resolve("node_modules/@segment/analytics-next/dist/umd/index.js")))
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
                        """.formatted(SegmentDelivery.KEY, instance, host, strategy)
                        .getBytes(StandardCharsets.UTF_8));
    }
}
