package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminHttpTest {
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    @TempDir
    Path dir;

    private static String signIn(TestServer server) throws Exception {
        var reply = server.post("/admin/sign-in", "token=" + TestServer.TOKEN);
        assertThat(reply.statusCode()).isEqualTo(303);
        assertThat(reply.headers().firstValue("Location")).hasValue("/admin");
        var cookie = reply.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("; HttpOnly; SameSite=Strict").startsWith("candor_admin=");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static String formToken(String page) {
        var token = FORM_TOKEN.matcher(page);
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    @Test
    void withoutTheTokenNothingIsShown() throws Exception {
        try (var server = TestServer.start(dir)) {
            assertThat(server.get("/admin").statusCode()).isEqualTo(401);
            assertThat(server.get("/admin").body()).contains("<h1>Sign in</h1>").doesNotContain("General");
            for (var path : new String[] {"/admin/events", "/admin/settings"}) {
                var reply = server.get(path);
                assertThat(reply.statusCode()).isEqualTo(401);
                assertThat(reply.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
                assertThat(server.get(path, "Authorization", "Bearer wrong").statusCode())
                        .isEqualTo(401);
            }
            assertThat(server.send("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":true}")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(server.server().sharing().allowsEvents()).isFalse();
        }
    }

    @Test
    void theSwitchWorksAsAFormWithoutScripts() throws Exception {
        try (var server = TestServer.start(dir)) {
            var session = signIn(server);
            var page = server.get("/admin", "Cookie", session);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .contains("<h1>General</h1>", "Share anonymous usage data", "Nobody has answered yet")
                    .doesNotContain("<script");
            var token = formToken(page.body());
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
    void aFormNeedsItsTokenAndItsOwnPage() throws Exception {
        try (var server = TestServer.start(dir)) {
            var session = signIn(server);
            var token = formToken(server.get("/admin", "Cookie", session).body());
            assertThat(server.post("/admin/general", "share=on", "Cookie", session)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(server.post("/admin/general", "csrf=wrong&share=on", "Cookie", session)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(server.post(
                                    "/admin/general",
                                    "csrf=" + token + "&share=on",
                                    "Cookie",
                                    session,
                                    "Origin",
                                    "http://evil.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(server.send(
                                    "PUT",
                                    "/admin/settings",
                                    "{\"shareAnonymousUsageData\":true}",
                                    "Cookie",
                                    session,
                                    "Origin",
                                    "http://evil.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(server.server().sharing().allowsEvents()).isFalse();
        }
    }

    @Test
    void whatTheCollectorRefusedIsShownAndSentAgainWhenTheAdminSaysSo() throws Exception {
        try (var receiver = new Receiver();
                var server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", receiver.url())) {
            receiver.answerWith(422);
            var id = Tally.id('b', 1);
            server.post("/v1/t", "{\"event\":\"CLICK\",\"messageId\":\"" + id + "\"}", TestServer.cookie("granted"));
            var session = signIn(server);
            var page = Eventually.see(
                    () -> server.get("/admin", "Cookie", session).body(), body -> body.contains("refused with 422"));
            assertThat(page).contains("Refused by the collector", "Send them again");
            receiver.answerWith(200);
            var token = "csrf=" + formToken(page);
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
            assertThat(server.get("/admin", "Cookie", signIn(server)).body())
                    .contains("Events go to <code>the topic usage of Kafka at 127.0.0.1:1</code>.")
                    .doesNotContain("No collector is set");
        }
    }

    @Test
    void signingOutEndsTheSession() throws Exception {
        try (var server = TestServer.start(dir)) {
            var session = signIn(server);
            var token = formToken(server.get("/admin", "Cookie", session).body());
            assertThat(server.post("/admin/sign-out", "csrf=" + token, "Cookie", session)
                            .statusCode())
                    .isEqualTo(303);
            assertThat(server.get("/admin", "Cookie", session).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aSessionEnds() throws Exception {
        var clock = new FakeClock("2026-11-24T10:00:00Z");
        try (var server = TestServer.start(dir, clock)) {
            var session = signIn(server);
            clock.advance(java.time.Duration.ofHours(13));
            assertThat(server.get("/admin", "Cookie", session).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void guessingIsSlowedDown() throws Exception {
        var clock = new FakeClock("2026-11-24T10:00:00Z");
        try (var server = TestServer.start(dir, clock)) {
            for (int i = 0; i < 10; i++) {
                assertThat(server.post("/admin/sign-in", "token=guess" + i).statusCode())
                        .isEqualTo(401);
            }
            var reply = server.post("/admin/sign-in", "token=" + TestServer.TOKEN);
            assertThat(reply.statusCode()).isEqualTo(429);
            assertThat(reply.headers().firstValue("Retry-After")).hasValue("60");
            assertThat(server.asAdmin("GET", "/admin/settings", "").statusCode())
                    .isEqualTo(429);
            clock.advance(java.time.Duration.ofMinutes(2));
            assertThat(server.asAdmin("GET", "/admin/settings", "").statusCode())
                    .isEqualTo(200);
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
            var session = signIn(server);
            var page = server.get("/admin", "Cookie", session).body();
            assertThat(page).contains(" disabled>", "<code>" + name + "</code> is set in the server’s environment");
            assertThat(server.post("/admin/general", "share=on&csrf=" + formToken(page), "Cookie", session)
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
            var page = server.get("/admin", "Cookie", signIn(server)).body();
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
            var page = server.get("/admin", "Cookie", signIn(server)).body();
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
            assertThat(server.get("/admin", "Cookie", signIn(server)).body())
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
            var session = signIn(server);
            var page = server.get("/admin", "Cookie", session).body();
            assertThat(page).contains("Share anonymous usage data?", "No, don’t share", "Yes, share");
            server.post("/admin/general", "share=off&csrf=" + formToken(page), "Cookie", session);
            assertThat(server.get("/admin", "Cookie", session).body()).doesNotContain("Yes, share");
            assertThat(server.server().sharing().allowsKeepAlive()).isFalse();
        }
    }

    @Test
    void thePageIsGuarded() throws Exception {
        try (var server = TestServer.start(dir)) {
            var headers = server.get("/admin").headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
        }
    }

    @Test
    void aTokenIsMadeAtTheFirstStartAndToldOnce() throws Exception {
        String token;
        try (var server = TestServer.start(dir, "CANDOR_ADMIN_TOKEN", "")) {
            token = server.server().adminToken().value();
            assertThat(token).hasSize(32);
            assertThat(Main.greeting(server.server()))
                    .contains(server.url() + "/admin, token " + token, "sharing: unset")
                    .doesNotContain("\n");
            var file = dir.resolve("data/admin-token");
            assertThat(file).hasContent(token + "\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("data"))))
                    .isEqualTo("rwx------");
        }
        try (var server = TestServer.start(dir, "CANDOR_ADMIN_TOKEN", "", "CANDOR_SHARE", "yes")) {
            assertThat(Main.greeting(server.server()))
                    .contains("admin-token", "sharing: yes (CANDOR_SHARE)")
                    .doesNotContain(token);
            assertThat(server.get("/admin/settings", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
