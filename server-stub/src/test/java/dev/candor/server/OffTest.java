package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Off is off: nothing leaves, nothing is kept, and no id is on disk. */
class OffTest {
    private static final String VISITOR = "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa";
    private static final String MESSAGE = "0192f3a1-7c1e-7b3a-9c1d-2f6a7b8c9d0e";
    private static final String CLICK =
            "{\"event\":\"CLICK\",\"anonymousId\":\"" + VISITOR + "\",\"messageId\":\"" + MESSAGE + "\"}";

    @TempDir
    Path dir;

    private String[] settings(Receiver receiver, String... more) {
        var all = new String[more.length + 4];
        System.arraycopy(more, 0, all, 4, more.length);
        all[0] = "CANDOR_UPSTREAM_URL";
        all[1] = receiver.url();
        all[2] = "CANDOR_KEEP_ALIVE_INTERVAL";
        all[3] = "PT1S";
        return all;
    }

    private String onDisk() throws IOException {
        var text = new StringBuilder();
        try (var files = Files.walk(dir)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                text.append(file.getFileName()).append('\n');
                text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    @Test
    void theKeepAliveReachesTheCollectorSoonAfterTheStart() throws Exception {
        try (var receiver = new Receiver();
                var server = TestServer.start(dir, Clock.systemUTC(), settings(receiver))) {
            var pings = Eventually.see(receiver::events, events -> !events.isEmpty());
            assertThat(pings.get(0).get("event").asText()).isEqualTo("Instance Active");
            assertThat(server.server().sharing().allowsEvents()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "APPSMITH_DISABLE_TELEMETRY, true",
        "CANDOR_DISABLE_TELEMETRY, true",
        "DO_NOT_TRACK, 1",
        "CANDOR_SHARE, no",
    })
    void eachOfTheVariablesTurnsEverythingOff(String name, String value) throws Exception {
        try (var receiver = new Receiver()) {
            String id;
            try (var server = TestServer.start(dir, Clock.systemUTC(), settings(receiver, "CANDOR_SHARE", "yes"))) {
                server.post("/v1/t", CLICK, cookie());
                var events = Eventually.see(receiver::events, seen -> seen.size() > 1);
                id = events.stream()
                        .filter(event -> event.get("event").asText().equals("Instance Active"))
                        .findFirst()
                        .orElseThrow()
                        .get("userId")
                        .asText();
                assertThat(onDisk()).contains(id, VISITOR);
            }
            int before = receiver.received().size();
            try (var server = TestServer.start(dir, Clock.systemUTC(), settings(receiver, name, value))) {
                assertThat(server.post("/v1/t", CLICK, cookie()).statusCode()).isEqualTo(204);
                assertThat(onDisk()).doesNotContain(id, VISITOR, MESSAGE, "hash-key");
                assertThat(server.asAdmin("GET", "/admin/events", "").body()).contains("\"nextKeepAlive\":null");
                // More than a period of the keep-alive.
                Eventually.see(System::nanoTime, until(System.nanoTime() + 1_300_000_000L));
            }
            assertThat(receiver.received()).hasSize(before);
            assertThat(onDisk()).doesNotContain(id, VISITOR, MESSAGE, "hash-key");
        }
    }

    private static java.util.function.Predicate<Long> until(long nanos) {
        return now -> now > nanos;
    }

    private static String[] cookie() {
        return new String[] {
            "Cookie",
            "candor_consent=granted:" + Versions.POLICY + ":"
                    + Clock.systemUTC().instant().getEpochSecond()
        };
    }

    @Test
    void theSwitchActsAtOnceOnWhatWaits() throws Exception {
        try (var receiver = new Receiver()) {
            receiver.answerWith(503);
            try (var server = TestServer.start(dir, settings(receiver, "CANDOR_SHARE", "yes"))) {
                server.post("/v1/t", CLICK, TestServer.cookie("granted"));
                Eventually.see(receiver::received, seen -> !seen.isEmpty());
                server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":false}");
                receiver.answerWith(200);
                assertThat(server.shown()).isEmpty();
                assertThat(onDisk()).doesNotContain(VISITOR, MESSAGE);
                assertThat(server.post("/v1/t", CLICK, TestServer.cookie("granted"))
                                .statusCode())
                        .isEqualTo(204);
                server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":true}");
                assertThat(server.post("/v1/t", CLICK, TestServer.cookie("granted"))
                                .statusCode())
                        .isEqualTo(200);
                assertThat(Eventually.see(server::shown, seen -> seen.size() == 1))
                        .hasSize(1);
            }
        }
    }

    @Test
    void turningItOnAgainMakesANewInstance() throws Exception {
        try (var receiver = new Receiver();
                var server = TestServer.start(dir, Clock.systemUTC(), settings(receiver, "CANDOR_SHARE", "yes"))) {
            var first =
                    Eventually.see(receiver::events, seen -> !seen.isEmpty()).get(0);
            server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":false}");
            int before = receiver.events().size();
            server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":true}");
            var later = Eventually.see(receiver::events, seen -> seen.size() > before);
            assertThat(later.get(before).get("userId")).isNotEqualTo(first.get("userId"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes"})
    void editingTheFileAndRestartingIsTheSwitch(String share) throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", share)) {
            server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":true}");
        }
        var file = dir.resolve("docker.env");
        assertThat(file).hasContent("APPSMITH_DISABLE_TELEMETRY=false\n");
        Files.writeString(file, "APPSMITH_DISABLE_TELEMETRY=true\n");
        try (var server = TestServer.start(dir, "CANDOR_SHARE", share)) {
            assertThat(server.asAdmin("GET", "/admin/settings", "").body())
                    .contains("\"shareAnonymousUsageData\":false", "\"lockedBy\":null");
        }
        Files.writeString(file, "APPSMITH_DISABLE_TELEMETRY=false\n");
        try (var server = TestServer.start(dir, "CANDOR_SHARE", share)) {
            assertThat(server.asAdmin("GET", "/admin/settings", "").body())
                    .contains("\"shareAnonymousUsageData\":true");
        }
    }

    @Test
    void unansweredOnlyTheKeepAliveLeaves() throws Exception {
        try (var receiver = new Receiver();
                var server = TestServer.start(dir, Clock.systemUTC(), settings(receiver))) {
            assertThat(server.post("/v1/t", CLICK, cookie()).statusCode()).isEqualTo(204);
            var events = Eventually.see(receiver::events, seen -> !seen.isEmpty());
            assertThat(events).extracting(event -> event.get("event").asText()).containsOnly("Instance Active");
            assertThat(onDisk()).doesNotContain(VISITOR);
        }
    }
}
