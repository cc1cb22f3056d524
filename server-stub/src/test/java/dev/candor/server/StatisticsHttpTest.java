package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsHttpTest {
    private static final String YES = "\"userId\":\"%s\",\"receivedAt\":\"%s\"";

    @TempDir
    Path dir;

    private static String relayed(String name, char instance, String day) {
        var id = Tally.id(instance, 1);
        return "{\"type\":\"track\",\"event\":\"%s\",%s,\"context\":{\"library\":{\"name\":\"candor-server\",\"version\":\"0.1.0\"}},\"properties\":{\"instanceId\":\"%s\"}}"
                .formatted(name, YES.formatted(id, day + "T08:00:00.000Z"), id);
    }

    private static String page(TestServer server, String path) throws Exception {
        var session = server.post("/admin/sign-in", "token=" + TestServer.TOKEN)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        return server.get(path, "Cookie", session.substring(0, session.indexOf(';')))
                .body();
    }

    @Test
    void aCollectorShowsItsInstancesToWhoeverHasTheToken() throws Exception {
        var clock = new FakeClock("2026-11-24T10:00:00Z");
        try (var server = TestServer.start(dir, clock, "CANDOR_ROLE", "collector")) {
            var batch = String.join(
                    ",",
                    relayed("Instance Active", 'a', "2026-11-23"),
                    relayed("Instance Active", 'b', "2026-11-23"),
                    relayed("SAVED", 'a', "2026-11-23"),
                    relayed("Instance Active", 'a', "2026-11-24"));
            assertThat(server.post("/v1/batch", "{\"batch\":[" + batch + "]}").statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/admin").statusCode()).isEqualTo(401);
            assertThat(server.get("/admin/statistics").statusCode()).isEqualTo(401);
            assertThat(page(server, "/admin"))
                    .contains(
                            "<dt>Active yesterday</dt><dd>2</dd>",
                            "<dt>Active today so far</dt><dd>1</dd>",
                            "<dt>New</dt><dd>2</dd>",
                            "<dt>Shared yesterday</dt><dd>50 %</dd>",
                            "2026-11-23: 2 version 0.1.0",
                            "<title>2026-11-23: 1 SAVED</title>")
                    .doesNotContain("<script", "Share anonymous usage data", Tally.id('a', 1));
            clock.advance(Duration.ofDays(1));
            assertThat(server.asAdmin("GET", "/admin/statistics?days=3", "").body())
                    .contains("\"first\":\"2026-11-23\"", "\"gone\":{\"2026-11-24\":1}")
                    .contains("{\"day\":\"2026-11-23\",\"kind\":\"active\",\"name\":\"0.1.0\",\"count\":2}");
        }
    }

    @Test
    void anInstanceShowsWhatItsVisitorsDidAndAnswered() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            for (var answer : new String[] {"granted", "granted", "denied"}) {
                server.post("/consent", "{\"status\":\"" + answer + "\"}");
            }
            server.post("/v1/t", "{\"event\":\"<SAVED>\"}", TestServer.cookie("granted"));
            server.post("/v1/t", "{\"event\":\"SAVED\"}", TestServer.cookie("granted"));
            assertThat(page(server, "/admin"))
                    .contains(
                            "<dt>Said yes</dt><dd>67 %</dd>",
                            "2026-11-24: 2 yes, 1 no", "2026-11-24: 1 &lt;SAVED&gt;, 1 SAVED")
                    .doesNotContain("<SAVED>");
            assertThat(page(server, "/admin?days=90")).contains("<b aria-current=\"page\">90 days</b>");
            assertThat(page(server, "/admin?days=0")).contains("<b aria-current=\"page\">30 days</b>");
        }
    }

    @Test
    void offLeavesNoNumberOfAnyEvent() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post("/v1/t", "{\"event\":\"SAVED\"}", TestServer.cookie("granted"));
            server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":false}");
            assertThat(server.asAdmin("GET", "/admin/statistics", "").body()).contains("\"counts\":[]");
        }
    }
}
