package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the admin sees and does. */
class AdminHttpTest {
    @TempDir
    Path dir;

    @Test
    void theSwitchWorksAsAFormWithoutScripts() throws Exception {
        try (var server = TestServer.start(dir)) {
            var session = AdminForms.signIn(server);
            var page = server.get("/admin", "Cookie", session);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .contains("<h1>General</h1>", "Share anonymous usage data", "Nobody has answered yet")
                    .doesNotContain("<script");
            var token = AdminForms.token(page.body());
            var saved = server.post("/admin/general", "csrf=" + token + "&share=on", "Cookie", session);
            assertThat(saved.statusCode()).isEqualTo(303);
            assertThat(dir.resolve("docker.env")).hasContent("APPSMITH_DISABLE_TELEMETRY=false\n");
            assertThat(server.get("/admin?saved", "Cookie", session).body()).contains(" checked>", "Saved.");
            server.post("/admin/general", "csrf=" + token, "Cookie", session);
            assertThat(dir.resolve("docker.env")).hasContent("APPSMITH_DISABLE_TELEMETRY=true\n");
            assertThat(server.server().sharing().allowsKeepAlive()).isFalse();
        }
    }

    @Test
    void whatTheCollectorRefusedIsShownAndSentAgainWhenTheAdminSaysSo() throws Exception {
        try (var receiver = new Receiver();
                var server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", receiver.url())) {
            receiver.answerWith(422);
            var id = Tally.id('b', 1);
            server.post("/v1/t", "{\"event\":\"CLICK\",\"messageId\":\"" + id + "\"}", TestServer.cookie("granted"));
            var session = AdminForms.signIn(server);
            var page = Eventually.see(
                    () -> server.get("/admin", "Cookie", session).body(), body -> body.contains("refused with 422"));
            assertThat(page).contains("Refused by the collector", "Send them again");
            receiver.answerWith(200);
            var token = "csrf=" + AdminForms.token(page);
            assertThat(server.post("/admin/send-again", token).statusCode()).isEqualTo(401);
            assertThat(server.post("/admin/send-again", "", "Cookie", session).statusCode())
                    .isEqualTo(403);
            assertThat(server.post("/admin/send-again", token, "Cookie", session, "Origin", "http://evil.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(receiver.taken()).isEmpty();
            var again = server.post("/admin/send-again", token, "Cookie", session);
            assertThat(again.statusCode()).isEqualTo(303);
            assertThat(again.headers().firstValue("Location")).hasValue("/admin");
            assertThat(Eventually.see(receiver::taken, taken -> taken.size() == 1))
                    .extracting(event -> event.get("messageId").asText())
                    .containsExactly(id);
            assertThat(Eventually.see(
                            () -> server.get("/admin", "Cookie", session).body(),
                            body -> !body.contains("refused with 422")))
                    .doesNotContain("Send them again");
        }
    }

    @Test
    void whereEventsGoIsSaidForKafkaToo() throws Exception {
        try (var server = TestServer.start(
                dir, "CANDOR_SINK", "kafka", "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1", "CANDOR_TOPIC", "usage")) {
            assertThat(server.get("/admin", "Cookie", AdminForms.signIn(server)).body())
                    .contains("Events go to <code>the topic usage of Kafka at 127.0.0.1:1</code>.")
                    .doesNotContain("No collector is set");
        }
    }

    @ParameterizedTest
    @CsvSource({"APPSMITH_DISABLE_TELEMETRY, true", "CANDOR_DISABLE_TELEMETRY, true", "DO_NOT_TRACK, 1"})
    void aVariableOfTheProcessLocksTheSwitch(String name, String value) throws Exception {
        try (var server = TestServer.start(dir, name, value, "CANDOR_SHARE", "yes")) {
            assertThat(server.asAdmin("GET", "/admin/settings", "").body())
                    .contains(
                            "\"shareAnonymousUsageData\":false",
                            "\"lockedBy\":\"" + name + "\"",
                            "\"lockedIn\":\"environment\"");
            var reply = server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":true}");
            assertThat(reply.statusCode()).isEqualTo(409);
            assertThat(reply.body()).contains(name);
            var session = AdminForms.signIn(server);
            var page = server.get("/admin", "Cookie", session).body();
            assertThat(page).contains(" disabled>", "<code>" + name + "</code> is set in the server’s environment");
            assertThat(server.post("/admin/general", "share=on&csrf=" + AdminForms.token(page), "Cookie", session)
                            .statusCode())
                    .isEqualTo(409);
            assertThat(dir.resolve("docker.env")).doesNotExist();
        }
    }

    @Test
    void eventsAreShownWithWhatWasWithheld() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post(
                    "/v1/t",
                    "{\"event\":\"CLICK\",\"properties\":{\"tag\":\"<b>\",\"email\":\"ann@example.org\"}}",
                    TestServer.cookie("granted"));
            var shown = server.shown().get(0);
            assertThat(shown.get("withheld").toString())
                    .contains("{\"field\":\"properties.tag\"", "{\"field\":\"properties.email\"");
            assertThat(shown.toString()).doesNotContain("ann@example.org");
            var page = server.get("/admin", "Cookie", AdminForms.signIn(server)).body();
            assertThat(page)
                    .contains("<b>CLICK</b>", "2 withheld", "properties.email", "Next keep-alive")
                    .doesNotContain("ann@example.org");
        }
    }

    @Test
    void whatTheScrubberFoundIsShownAndCountedAndIsNowhere() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post(
                    "/v1/t",
                    "{\"event\":\"CLICK\",\"context\":{\"campaign\":{\"name\":\"YW5uQGV4YW1wbGUub3Jn\",\"source\":\"4111111111111111\"}}}",
                    TestServer.cookie("granted"));
            var page = server.get("/admin", "Cookie", AdminForms.signIn(server)).body();
            assertThat(page)
                    .contains("<td>an e-mail address</td><td>1</td>", "<td>a card number</td><td>1</td>")
                    .doesNotContain("YW5uQGV4YW1wbGUub3Jn", "4111111111111111");
            assertThat(server.get("/metrics").body())
                    .contains(
                            "# TYPE candor_scrubbed_total counter\n",
                            "candor_scrubbed_total{kind=\"email\"} 1\n",
                            "candor_scrubbed_total{kind=\"card\"} 1\n",
                            "candor_scrubbed_total{kind=\"jwt\"} 0\n");
        }
    }

    @Test
    void theAdminIsToldWhatIsNew() throws Exception {
        try (var server = TestServer.start(dir)) {
            assertThat(server.get("/admin", "Cookie", AdminForms.signIn(server)).body())
                    .contains("New in version " + Versions.POLICY, "<code>context.candor.lost</code>");
        }
    }

    @Test
    void whatIsShownIsWhatWasOnTheWireByteForByte() throws Exception {
        try (var receiver = new Receiver();
                var server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", receiver.url())) {
            server.post(
                    "/v1/t",
                    "{\"event\":\"Größe gewählt\",\"properties\":{\"ratio\":0.10,\"n\":1e3}}",
                    TestServer.cookie("granted"));
            Eventually.see(receiver::received, seen -> !seen.isEmpty());
            var wire = receiver.received().get(0).body();
            var line = server.asAdmin("GET", "/admin/events.ndjson", "").body();
            assertThat(line).endsWith("\n");
            assertThat(wire).startsWith("{\"batch\":[" + line.strip() + "],\"sentAt\":\"");
            var shown = server.asAdmin("GET", "/admin/events", "").body();
            assertThat(shown).contains("{\"event\":" + line.strip() + ",\"withheld\":[");
        }
    }

    @Test
    void thePreviewShowsWhatAYesWouldSend() throws Exception {
        try (var server = TestServer.start(dir)) {
            var preview = TestServer.JSON.readTree(
                    server.asAdmin("GET", "/admin/preview", "").body());
            assertThat(preview.get("waiting")).isEmpty();
            assertThat(preview.at("/nextKeepAlive/event/event").asText()).isEqualTo("Instance Active");
            assertThat(preview.get("examples"))
                    .extracting(example -> example.get("event").asText())
                    .contains("APPLICATIONS_PAGE_LOAD", "execute_ACTION_TRIGGERED", "CLICK");
            for (var path : new String[] {"/admin/preview", "/admin/answers", "/admin/events.ndjson"}) {
                assertThat(server.get(path).statusCode()).as(path).isEqualTo(401);
            }
        }
    }

    @Test
    void theFirstVisitAsksOnce() throws Exception {
        try (var server = TestServer.start(dir)) {
            var session = AdminForms.signIn(server);
            var page = server.get("/admin", "Cookie", session).body();
            assertThat(page).contains("Share anonymous usage data?", "No, don’t share", "Yes, share");
            server.post("/admin/general", "share=off&csrf=" + AdminForms.token(page), "Cookie", session);
            assertThat(server.get("/admin", "Cookie", session).body()).doesNotContain("Yes, share");
            assertThat(server.server().sharing().allowsKeepAlive()).isFalse();
        }
    }
}
