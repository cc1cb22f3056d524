package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see and do it. */
class AdminAccessHttpTest {
    @TempDir
    Path dir;

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

    @ParameterizedTest
    @ValueSource(strings = {"instance", "collector"})
    void whoeverSendsTheTokenIsShownThePage(String role) throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_ROLE", role)) {
            var reply = server.asAdmin("GET", "/admin", "");
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).contains("Admin settings").doesNotContain("<h1>Sign in</h1>");
            assertThat(reply.headers().firstValue("Set-Cookie")).isEmpty();
            for (int i = 0; i < 10; i++) {
                assertThat(server.get("/admin", "Authorization", "Bearer wrong").statusCode())
                        .isEqualTo(401);
            }
            assertThat(server.asAdmin("GET", "/admin/statistics", "").statusCode())
                    .as("guesses count")
                    .isEqualTo(429);
        }
    }

    @Test
    void aFormNeedsItsTokenAndItsOwnPage() throws Exception {
        try (var server = TestServer.start(dir)) {
            var session = AdminForms.signIn(server);
            var token = AdminForms.token(server.get("/admin", "Cookie", session).body());
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
    void signingOutEndsTheSession() throws Exception {
        try (var server = TestServer.start(dir)) {
            var session = AdminForms.signIn(server);
            var token = AdminForms.token(server.get("/admin", "Cookie", session).body());
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
            var session = AdminForms.signIn(server);
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
