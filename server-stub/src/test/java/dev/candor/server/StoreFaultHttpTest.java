package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFaultHttpTest {
    @TempDir
    Path dir;

    private static String reason(TestServer server) throws Exception {
        var health = server.get("/healthz");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.headers().firstValue("Retry-After")).isPresent();
        return TestServer.JSON.readTree(health.body()).get("reason").asText();
    }

    @Test
    void aFullStoreIsSaidAndTakesDuplicatesAllTheSame() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_STORE_MAX", "1MB")) {
            int i = 0;
            int status = 200;
            var retryAfter = "";
            for (; status == 200; i++) {
                var answer = server.post("/v1/batch", batch(i), TestServer.cookie("granted"));
                status = answer.statusCode();
                retryAfter = answer.headers().firstValue("Retry-After").orElse("");
            }
            assertThat(status).isEqualTo(503);
            assertThat(retryAfter).isEqualTo("60");
            assertThat(i).isGreaterThan(2);
            assertThat(reason(server)).isEqualTo("the store is full (CANDOR_STORE_MAX)");
            assertThat(adminPage(server))
                    .contains(
                            "Events are not taken: the store is full (CANDOR_STORE_MAX). Without a collector nothing may go")
                    .containsPattern("; ([89][0-9]|100) % of the store");
            assertThat(server.post("/v1/batch", batch(0), TestServer.cookie("granted"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(reason(server)).as("a duplicate proves nothing").contains("full");
        }
    }

    private static String adminPage(TestServer server) throws Exception {
        return server.get("/admin", "Cookie", AdminForms.signIn(server)).body();
    }

    private static String batch(int number) {
        return IntStream.range(0, 500)
                .mapToObj(i -> "{\"type\":\"track\",\"event\":\"CLICK\",\"messageId\":\"m" + number + "-" + i + "\"}")
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    }

    @Test
    void aStoreThatIsNoDatabaseAnyMoreIsSaidAndAnotherInItsPlaceIsUsed() throws Exception {
        var file = dir.resolve("data/candor.db");
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            Files.writeString(dir.resolve("noise"), "This is no database. ".repeat(1_000));
            Files.move(dir.resolve("noise"), file, StandardCopyOption.REPLACE_EXISTING);
            var refused = server.post("/v1/t", "{\"event\":\"CLICK\"}", TestServer.cookie("granted"));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(server.get("/metrics").body())
                    .contains(
                            "\ncandor_ingest_requests_total{status=\"503\"} 1\n",
                            "\ncandor_store_up 0\n",
                            "\ncandor_events{state=\"waiting\"} NaN\n");
            assertThat(reason(server)).isEqualTo("the store's file is damaged");
            Files.delete(file);
            assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(server.post("/v1/t", "{\"event\":\"CLICK\"}", TestServer.cookie("granted"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.shown()).hasSize(1);
            assertThat(server.get("/metrics").body())
                    .contains("\ncandor_store_up 1\n", "\ncandor_events{state=\"waiting\"} 1\n");
        }
    }

    @Test
    void relayedEventsAreDeletedAfterTheRetention() throws Exception {
        var clock = new FakeClock("2026-11-24T10:00:00Z");
        try (var receiver = new Receiver()) {
            var settings = new String[] {
                "CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", receiver.url(), "CANDOR_RETENTION", "P7D"
            };
            try (var server = TestServer.start(dir, clock, settings)) {
                server.post("/v1/t", "{\"event\":\"CLICK\"}", TestServer.cookie("granted"));
                Eventually.see(
                        server::shown,
                        shown -> shown.get(0).get("state").asText().equals("relayed"));
            }
            clock.advance(Duration.ofDays(6));
            try (var server = TestServer.start(dir, clock, settings)) {
                assertThat(server.shown()).hasSize(1);
            }
            clock.advance(Duration.ofDays(2));
            try (var server = TestServer.start(dir, clock, settings)) {
                assertThat(Eventually.see(server::shown, shown -> shown.isEmpty()))
                        .isEmpty();
            }
        }
    }

    @Test
    void requestsThatComeAgainAreCounted() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            for (var count : new String[] {"0", "1", "2", "none"}) {
                server.post("/v1/t", "{\"event\":\"CLICK\"}", "X-Retry-Count", count);
            }
            assertThat(server.get("/metrics").body()).contains("\ncandor_ingest_retries_total 2\n");
        }
    }

    @Test
    void aLockedStoreIsSaidAndRecoversByItself() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("data/candor.db"));
                    var statement = other.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                var refused = server.post("/v1/t", "{\"event\":\"CLICK\"}", TestServer.cookie("granted"));
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
                var health = server.get("/healthz");
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(TestServer.JSON.readTree(health.body()).get("reason").asText())
                        .isEqualTo("the store is locked by another program");
                statement.execute("ROLLBACK");
            }
            assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(server.shown()).isEmpty();
            var taken = server.post("/v1/t", "{\"event\":\"CLICK\"}", TestServer.cookie("granted"));
            assertThat(taken.statusCode()).isEqualTo(200);
            assertThat(server.shown()).hasSize(1);
        }
    }
}
