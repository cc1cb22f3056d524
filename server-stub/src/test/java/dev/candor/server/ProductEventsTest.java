package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.candor.event.ActionTriggered;
import dev.candor.event.Datasource;
import dev.candor.server.ingest.ProductEvents;
import dev.candor.server.ingest.ProductEvents.Outcome;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the product's own server tells, through the real store and the real relay. */
class ProductEventsTest {
    private static final String[] YES = {"CANDOR_SHARE", "yes"};

    @TempDir
    Path dir;

    private static ActionTriggered action() {
        return new ActionTriggered(
                "612465f87b2230debedfc6",
                "edit",
                "Payroll of Ada",
                new Datasource("ada-db"),
                "somebody else's",
                false,
                true,
                "ada_query",
                "Lovelace Ltd",
                "SERVER",
                "64f0c1a2b3d4e5f6a7b8c9d0",
                "Ada page",
                "PostgreSQL",
                "200",
                12,
                "DB",
                "ada@example.org");
    }

    private static ProductEvents events(TestServer server) {
        return server.server().events();
    }

    private static List<JsonNode> shown(TestServer server, int count) throws Exception {
        return Eventually.see(server::shown, seen -> seen.size() >= count);
    }

    private static long counted(TestServer server, Outcome outcome) {
        return events(server).count(outcome);
    }

    @Test
    void aQueryReachesTheCollectorWithTypedNamesHashed() throws Exception {
        try (var receiver = new Receiver();
                var server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", receiver.url())) {
            assertThat(events(server).track(action())).isTrue();
            var relayed = Eventually.see(
                    () -> receiver.events().stream()
                            .filter(event -> event.path("event").asText().equals(ActionTriggered.EVENT))
                            .toList(),
                    seen -> !seen.isEmpty());
            assertThat(relayed).hasSize(1);
            var event = relayed.get(0);
            assertThat(event.toString())
                    .doesNotContain(
                            "Payroll", "ada-db", "ada_query", "Lovelace", "Ada page", "example.org", "somebody");
            for (var typed : List.of("appName", "name", "orgId", "pageName", "username")) {
                assertThat(event.at("/properties/" + typed).asText()).as(typed).matches("[0-9a-f]{64}");
            }
            assertThat(event.at("/properties/datasource/name").asText()).matches("[0-9a-f]{64}");
            assertThat(event.at("/properties/pluginName").asText()).isEqualTo("PostgreSQL");
            assertThat(event.at("/properties/timeElapsed").asLong()).isEqualTo(12);
            assertThat(event.at("/properties/instanceId").asText())
                    .isEqualTo(event.path("userId").asText())
                    .matches("[0-9a-f-]{36}");
            assertThat(event.at("/context/ip").asText()).isEqualTo("0.0.0.0");
            assertThat(event.has("anonymousId")).isFalse();
        }
    }

    @Test
    void whatIsNoLabelIsWithheldAndShown() throws Exception {
        try (var server = TestServer.start(dir, YES)) {
            var properties = new HashMap<String, Object>();
            properties.put("pages", 3);
            properties.put("plan", "free");
            properties.put("note", "Call me at noon, Ada");
            properties.put("nested", Map.of("secret", "ada"));
            properties.put("nothing", null);
            assertThat(events(server).track("REPORT_SAVED", properties)).isTrue();
            var one = shown(server, 1).get(0);
            assertThat(one.at("/event/properties")).hasToString("{\"pages\":3,\"plan\":\"free\"}");
            assertThat(one.get("withheld").findValuesAsText("field"))
                    .containsExactlyInAnyOrder("properties.note", "properties.nested");
            assertThat(one.toString()).doesNotContain("noon", "secret");
        }
    }

    @ParameterizedTest
    @CsvSource({"CANDOR_SHARE,no", "CANDOR_SHARE,", "DO_NOT_TRACK,1", "APPSMITH_DISABLE_TELEMETRY,true"})
    void withoutTheAdminsYesNothingIsTaken(String name, String value) throws Exception {
        try (var server = TestServer.start(dir, name, value == null ? "" : value)) {
            assertThat(events(server).track(action())).isFalse();
            assertThat(events(server).track("SAVED", Map.of())).isFalse();
            assertThat(counted(server, Outcome.OFF)).isEqualTo(2);
            assertThat(server.shown()).isEmpty();
        }
    }

    @Test
    void whatWaitedWhenTheAdminSaidNoIsDropped() throws Exception {
        try (var server = TestServer.start(dir, YES)) {
            try (var lock = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("data/candor.db"));
                    var statement = lock.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertThat(events(server).track("SAVED", Map.of())).isTrue();
                statement.execute("ROLLBACK");
            }
            server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":false}");
            server.server().events().close();
            assertThat(server.shown()).isEmpty();
        }
    }

    @Test
    void whileTheStoreIsStuckNothingBlocksAndTheRestIsCounted() throws Exception {
        try (var server = TestServer.start(dir, YES)) {
            int tracked = 3 * ProductEvents.MOST_WAITING;
            try (var lock = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("data/candor.db"));
                    var statement = lock.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                long begin = System.nanoTime();
                for (int i = 0; i < tracked; i++) {
                    events(server).track("SAVED", Map.of("pages", i));
                }
                // The store makes whoever waits for it wait a second; here, nobody does.
                assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin))
                        .isLessThan(20);
                statement.execute("ROLLBACK");
            }
            assertThat(counted(server, Outcome.FULL)).isPositive();
            long kept = tracked - counted(server, Outcome.FULL);
            var done = Eventually.see(
                    () -> counted(server, Outcome.STORED) + counted(server, Outcome.FAILED), sum -> sum == kept);
            assertThat(done).isEqualTo(kept);
            assertThat(server.get("/metrics").body())
                    .contains("candor_product_events_total{outcome=\"full\"} " + counted(server, Outcome.FULL));
        }
    }

    @Test
    void whateverTheProductHandsOverNothingIsThrown() throws Exception {
        try (var server = TestServer.start(dir, YES)) {
            var hostile = new AbstractMap<String, Object>() {
                @Override
                public Set<Entry<String, Object>> entrySet() {
                    throw new IllegalStateException("the product's own trouble");
                }
            };
            assertThat(events(server).track("SAVED", hostile)).isFalse();
            assertThat(events(server).track("mail ada@example.org", Map.of())).isFalse();
            assertThat(events(server).track("SAVED", Map.of("long", "x".repeat(40_000))))
                    .isFalse();
            assertThatCode(() -> events(server).track("SAVED", Collections.singletonMap(null, 1)))
                    .doesNotThrowAnyException();
            assertThat(counted(server, Outcome.FAILED)).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aMapWithoutABottomIsNoHarm() throws Exception {
        try (var server = TestServer.start(dir, YES)) {
            var bottomless = new AbstractMap<String, Object>() {
                @Override
                public Set<Entry<String, Object>> entrySet() {
                    throw new StackOverflowError("as objects that hold one another end");
                }
            };
            assertThat(events(server).track("SAVED", bottomless)).isFalse();
        }
    }

    @Test
    void aMapOfTooManyPropertiesIsNotReadToItsEnd() throws Exception {
        try (var server = TestServer.start(dir, YES)) {
            var read = new AtomicInteger();
            var endless = new AbstractMap<String, Object>() {
                @Override
                public Set<Entry<String, Object>> entrySet() {
                    return new AbstractSet<>() {
                        @Override
                        public Iterator<Entry<String, Object>> iterator() {
                            return Stream.<Entry<String, Object>>generate(
                                            () -> Map.entry("p" + read.incrementAndGet(), 1))
                                    .limit(size())
                                    .iterator();
                        }

                        @Override
                        public int size() {
                            return 100_000;
                        }
                    };
                }
            };
            assertThat(events(server).track("SAVED", endless)).isFalse();
            assertThat(read.get()).isLessThan(20_000);
            assertThat(counted(server, Outcome.FAILED)).isEqualTo(1);
        }
    }

    @Test
    void closingStoresWhatWaitsAndTakesNoMore() throws Exception {
        try (var server = TestServer.start(dir, YES)) {
            for (int i = 0; i < 50; i++) {
                events(server).track("SAVED", Map.of("pages", i));
            }
            events(server).close();
            assertThat(server.shown()).hasSize(50);
            assertThat(events(server).track("SAVED", Map.of())).isFalse();
            assertThat(counted(server, Outcome.FAILED)).isEqualTo(1);
        }
    }

    @Test
    void theSampleEditorTellsOfAQueryAfterTheVisitorsYes() throws Exception {
        try (var server = TestServer.start(dir, YES)) {
            var path = "/editor/queries/all_tickets";
            assertThat(server.post(path, "").body()).isEqualTo("{\"rows\":3,\"elapsedMs\":8}");
            assertThat(server.post(path, "", TestServer.cookie("denied")).statusCode())
                    .isEqualTo(200);
            var granted = TestServer.cookie("granted");
            assertThat(server.post(path, "", granted[0], granted[1], "Sec-Fetch-Site", "cross-site")
                            .statusCode())
                    .isEqualTo(403);
            server.post(path, "", granted);
            var events = shown(server, 1);
            server.server().events().close();
            assertThat(server.shown()).isEqualTo(events).hasSize(1);
            assertThat(events.get(0).at("/event/event").asText()).isEqualTo(ActionTriggered.EVENT);
            assertThat(events.get(0).at("/event").toString()).doesNotContain("Tickets", "example.org");
        }
    }
}
