package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import dev.candor.server.Eventually;
import dev.candor.server.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Withdrawal, from the browser to the vendor: at once, everywhere, and nothing leads from what was before to what comes after. */
class NewLifeChromiumTest {
    /** What can tell one visitor's events from another's: an id, a hash, a moment. */
    private static final Pattern TELLING =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{20,}|[0-9A-Za-z_-]{20,}|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path folder;

    @Test
    void theSameVisitorAfterANoAndANewYesIsAStranger() throws Exception {
        try (var receiver = new Receiver();
                var server = ServerProcess.start(
                        folder, Map.of("CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", receiver.url()));
                var visitor = CHROMIUM.visitor(server.url())) {
            visitor.open("/applications");
            var first = live(visitor, receiver, 0);
            visitor.page()
                    .getByText("Usage data", new Page.GetByTextOptions().setExact(true))
                    .click();
            visitor.answer("No, don’t share");
            assertThat(server.events()).isEmpty();
            assertThat(visitor.keys()).isEmpty();
            visitor.page()
                    .getByText("Usage data", new Page.GetByTextOptions().setExact(true))
                    .click();
            var second = live(visitor, receiver, first.size());

            assertThat(telling(first)).hasSizeGreaterThan(5);
            assertThat(telling(second)).hasSizeGreaterThan(5).doesNotContainAnyElementsOf(telling(first));
            assertThat(written(folder.resolve("data")))
                    .doesNotContain(first.get(0).get("anonymousId").asText());
        }
    }

    /** Says yes and does something; what the vendor got of it. */
    private static List<JsonNode> live(Visitor visitor, Receiver receiver, int before) throws Exception {
        visitor.answer("Yes, share");
        visitor.page().evaluate("() => { analytics.track('Lived', {plan: 'free'}); analytics.page('Docs', 'Life'); }");
        var all = Eventually.see(
                () -> visitors(receiver),
                events -> events.stream()
                        .skip(before)
                        .anyMatch(event -> event.path("type").asText().equals("page")));
        return all.subList(before, all.size());
    }

    private static List<JsonNode> visitors(Receiver receiver) throws IOException {
        return receiver.events().stream()
                .filter(event -> event.hasNonNull("anonymousId"))
                .toList();
    }

    private static Set<String> telling(List<JsonNode> events) {
        var telling = new HashSet<String>();
        events.forEach(event -> collect(event, telling));
        return telling;
    }

    private static void collect(JsonNode node, Set<String> telling) {
        if (node.isTextual()
                && TELLING.matcher(node.textValue()).matches()
                && !node.textValue().endsWith("_PAGE_LOAD")) {
            telling.add(node.textValue());
        }
        node.forEach(child -> collect(child, telling));
    }

    @Test
    void aNoReachesEveryOtherTabWithinASecond() throws Exception {
        try (var server = ServerProcess.start(folder, Map.of("CANDOR_SHARE", "yes"));
                var visitor = CHROMIUM.visitor(server.url())) {
            visitor.open("/applications");
            visitor.answer("Yes, share");
            server.awaitEvents(1);
            var other = visitor.context().newPage();
            other.navigate(server.url() + "/applications");
            server.awaitEvents(2);
            // Without a pause for the tracker's second, so that these wait in the other tab's queue.
            other.evaluate("() => { window.told = 0; analytics.consent.onChange(() => { window.told = Date.now(); });"
                    + " for (let i = 0; i < 5; i++) analytics.track('Waiting'); }");
            var at = (Number) visitor.page()
                    .evaluate("async () => { const at = Date.now(); await analytics.consent.withdraw(); return at; }");
            other.waitForFunction("() => window.told > 0");
            var told = (Number) other.evaluate("() => window.told");
            assertThat(told.longValue() - at.longValue()).isBetween(0L, 1_000L);
            assertThat(other.evaluate("() => analytics.consent.status()")).isEqualTo("unset");
            assertThat(visitor.keys()).isEmpty();
            int sent = visitor.requests().size();
            other.evaluate("() => analytics.track('After')");
            visitor.settle();
            assertThat(visitor.requests().subList(sent, visitor.requests().size()))
                    .noneMatch(request -> request.contains("/v1/"));
            assertThat(server.events())
                    .noneMatch(event -> event.path("event").asText().equals("After"));
            assertThat(visitor.keys()).isEmpty();
        }
    }

    @Test
    void whatWasStoredAndNotYetRelayedIsDeleted() throws Exception {
        try (var receiver = new Receiver()) {
            receiver.answerWith(503);
            try (var server = ServerProcess.start(
                            folder, Map.of("CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", receiver.url()));
                    var visitor = CHROMIUM.visitor(server.url())) {
                visitor.open("/applications");
                visitor.answer("Yes, share");
                var id = server.awaitEvents(1).get(0).get("anonymousId").asText();
                assertThat(written(folder.resolve("data"))).contains(id);
                visitor.page().evaluate("() => analytics.consent.withdraw()");
                assertThat(server.events()).isEmpty();
                assertThat(written(folder.resolve("data"))).doesNotContain(id);
                receiver.answerWith(200);
                visitor.page().evaluate("async () => { await analytics.consent.grant(); analytics.track('Later'); }");
                // What was on its way to the collector at the no, it did not take.
                var taken = Eventually.see(
                        receiver::taken,
                        events -> events.stream()
                                .anyMatch(event -> event.path("event").asText().equals("Later")));
                assertThat(taken)
                        .isNotEmpty()
                        .noneMatch(event -> event.path("anonymousId").asText().equals(id));
            }
        }
    }

    private static String written(Path data) throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
