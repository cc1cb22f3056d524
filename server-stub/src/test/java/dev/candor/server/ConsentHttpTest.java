package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentHttpTest {
    private static final String MINE = "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa";
    private static final String OTHER = "1c73bc71-02ad-4f69-a181-d9c5eb2f97fa";

    @TempDir
    Path dir;

    @Test
    void anAnswerIsACookieWithoutAnId() throws Exception {
        try (var server = TestServer.start(dir)) {
            for (var status : new String[] {"granted", "denied", "granted-anyway"}) {
                var reply = server.post("/consent", "{\"status\":\"" + status + "\"}");
                assertThat(reply.statusCode()).isEqualTo(200);
                assertThat(reply.headers().allValues("Set-Cookie"))
                        .containsExactly("candor_consent=" + status + ":" + Versions.POLICY + ":"
                                + TestServer.CLOCK.instant().getEpochSecond()
                                + "; Path=/; Max-Age=15552000; SameSite=Lax");
                assertThat(reply.headers().firstValue("Cache-Control")).hasValue("no-store");
            }
        }
    }

    @Test
    void overHttpsTheCookieIsSecure() throws Exception {
        try (var server = TestServer.start(dir)) {
            var reply = server.post("/consent", "{\"status\":\"granted\"}", "X-Forwarded-Proto", "https");
            assertThat(reply.headers().firstValue("Set-Cookie").orElseThrow()).endsWith("; Secure");
        }
    }

    /** The second is what the tracker sends after a no, when there is no id. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void withdrawingExpiresTheCookie(String body) throws Exception {
        try (var server = TestServer.start(dir)) {
            var reply = server.send("DELETE", "/consent", body);
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.headers().firstValue("Set-Cookie"))
                    .hasValue("candor_consent=; Path=/; Max-Age=0; SameSite=Lax");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none, '', '', unset",
        "none, 1, '', denied",
        "none, '', 1, denied",
        "granted, '', '', granted",
        "granted, 1, '', denied",
        "granted-anyway, 1, 1, granted",
        "denied, '', '', denied",
    })
    void theStatusIsWhatCounts(String cookie, String gpc, String dnt, String expected) throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            var header = TestServer.cookie(cookie);
            var reply = server.get("/consent", header[0], header[1], "Sec-GPC", gpc, "DNT", dnt);
            assertThat(reply.body())
                    .isEqualTo("{\"status\":\"" + expected
                            + "\",\"sharing\":\"yes\",\"disabled\":false,\"policyVersion\":" + Versions.POLICY + "}");
            assertThat(reply.headers().map()).doesNotContainKey("set-cookie");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin, '', 200",
        "none, '', 200",
        "cross-site, '', 403",
        "same-site, '', 403",
        "'', OWN, 200",
        "'', http://evil.example, 403",
        "'', null, 403",
        "same-origin, null, 200",
        "cross-site, null, 403",
        "same-origin, http://evil.example, 403",
    })
    void onlyOwnPagesMayAnswer(String site, String origin, int status) throws Exception {
        try (var server = TestServer.start(dir)) {
            var from = origin.equals("OWN") ? server.url() : origin;
            var headers = new java.util.ArrayList<String>();
            if (!site.isEmpty()) {
                headers.addAll(java.util.List.of("Sec-Fetch-Site", site));
            }
            if (!from.isEmpty()) {
                headers.addAll(java.util.List.of("Origin", from));
            }
            var all = headers.toArray(String[]::new);
            assertThat(server.post("/consent", "{\"status\":\"granted\"}", all).statusCode())
                    .isEqualTo(status);
            assertThat(server.send("DELETE", "/consent", "", all).statusCode()).isEqualTo(status);
        }
    }

    @Test
    void answersAreCountedADayWithoutSayingWhose() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post("/consent", "{\"status\":\"granted\"}");
            server.post("/consent", "{\"status\":\"granted-anyway\"}");
            server.post("/consent", "{\"status\":\"denied\"}");
            server.send("DELETE", "/consent", "");
            assertThat(server.asAdmin("GET", "/admin/answers", "").body())
                    .isEqualTo("{\"answers\":["
                            + "{\"day\":\"2026-11-24\",\"policyVersion\":" + Versions.POLICY
                            + ",\"answer\":\"denied\",\"count\":1},"
                            + "{\"day\":\"2026-11-24\",\"policyVersion\":" + Versions.POLICY
                            + ",\"answer\":\"granted\",\"count\":2},"
                            + "{\"day\":\"2026-11-24\",\"policyVersion\":" + Versions.POLICY
                            + ",\"answer\":\"withdrawn\",\"count\":1}]}");
        }
    }

    @Test
    void nothingIsCountedWhereNothingIsShared() throws Exception {
        try (var server = TestServer.start(dir)) {
            server.post("/consent", "{\"status\":\"granted\"}");
            assertThat(server.asAdmin("GET", "/admin/answers", "").body()).isEqualTo("{\"answers\":[]}");
        }
    }

    private static void twoVisitorsClick(TestServer server) throws Exception {
        for (var id : new String[] {MINE, OTHER}) {
            server.post("/v1/t", "{\"event\":\"CLICK\",\"anonymousId\":\"" + id + "\"}", TestServer.cookie("granted"));
        }
    }

    @Test
    void whoWithdrawsMayBeForgotten() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            twoVisitorsClick(server);
            var body = "{\"anonymousId\":\"" + MINE + "\"}";
            assertThat(server.send("DELETE", "/consent", body, "Origin", "http://evil.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(server.shown()).hasSize(2);
            var reply = server.send("DELETE", "/consent", body);
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(server.send("DELETE", "/consent", "{\"anonymousId\":\"nobody\"}")
                            .body())
                    .isEqualTo(reply.body());
            assertThat(server.shown())
                    .extracting(one -> one.at("/event/anonymousId").asText())
                    .containsExactly(OTHER);
            try (var files = Files.list(dir.resolve("data"))) {
                for (var file : files.toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(MINE);
                }
            }
        }
    }

    @Test
    void aNoOfAKnownVisitorForgetsThatOneAndAYesNobody() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            twoVisitorsClick(server);
            server.post("/consent", "{\"status\":\"granted\",\"anonymousId\":\"" + MINE + "\"}");
            assertThat(server.shown()).hasSize(2);
            server.post("/consent", "{\"status\":\"denied\",\"anonymousId\":\"" + MINE + "\"}");
            assertThat(server.shown())
                    .extracting(one -> one.at("/event/anonymousId").asText())
                    .containsExactly(OTHER);
        }
    }

    @Test
    void whoseIdWasHashedIsForgottenByTheIdThatTheirBrowserKnows() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post("/v1/t", "{\"event\":\"CLICK\",\"anonymousId\":\"ann-smith\"}", TestServer.cookie("granted"));
            assertThat(server.shown()).hasSize(1);
            assertThat(server.shown().toString()).doesNotContain("ann-smith");
            server.send("DELETE", "/consent", "{\"anonymousId\":\"ann-smith\"}");
            assertThat(server.shown()).isEmpty();
        }
    }

    @Test
    void whereNothingIsSharedNoKeyIsMadeToForgetSomebody() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "no")) {
            assertThat(server.send("DELETE", "/consent", "{\"anonymousId\":\"ann-smith\"}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(dir.resolve("data/hash-key")).doesNotExist();
        }
    }

    @Test
    void whatIsOffIsSaid() throws Exception {
        try (var server = TestServer.start(dir, "DO_NOT_TRACK", "1")) {
            assertThat(server.get("/consent").body())
                    .isEqualTo("{\"status\":\"unset\",\"sharing\":\"unset\",\"disabled\":true,\"policyVersion\":"
                            + Versions.POLICY + "}");
        }
    }
}
