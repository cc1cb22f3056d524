package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.candor.event.Versions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole table of DESIGN.md section 3: disabling variables × the instance's setting × GPC × DNT × the visitor's cookie, and
 * for each cell what is answered, stored, on disk and sent.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrecedenceTest {
    private static final List<String> DISABLING = List.of(
            "",
            "APPSMITH_DISABLE_TELEMETRY=true",
            "CANDOR_DISABLE_TELEMETRY=true",
            "DO_NOT_TRACK=1",
            "docker.env:APPSMITH_DISABLE_TELEMETRY=true",
            "docker.env:DO_NOT_TRACK=1");
    private static final List<String> SETTINGS = List.of("unset", "yes", "no");
    private static final List<String> COOKIES =
            List.of("absent", "granted", "granted-anyway", "denied", "old policy", "expired", "garbage");

    @TempDir
    static Path root;

    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private int cells;

    /** A server with one setting, its folder, and the collector that it relays to. */
    private record Instance(Path dir, Receiver receiver, TestServer server) {}

    static List<Arguments> cells() {
        var cells = new ArrayList<Arguments>();
        for (var disabling : DISABLING) {
            for (var setting : SETTINGS) {
                for (var gpc : new boolean[] {false, true}) {
                    for (var dnt : new boolean[] {false, true}) {
                        for (var cookie : COOKIES) {
                            cells.add(Arguments.of(disabling, setting, gpc, dnt, cookie));
                        }
                    }
                }
            }
        }
        return cells;
    }

    /** The rule in one line; everything else in this class only looks whether the server keeps to it. */
    private static boolean taken(String disabling, String setting, boolean gpc, boolean dnt, String cookie) {
        return disabling.isEmpty()
                && setting.equals("yes")
                && (cookie.equals("granted-anyway") || (cookie.equals("granted") && !gpc && !dnt));
    }

    private static boolean off(String disabling, String setting) {
        return !disabling.isEmpty() || setting.equals("no");
    }

    @ParameterizedTest(name = "[{0}] {1}, GPC {2}, DNT {3}, {4}")
    @MethodSource("cells")
    void cell(String disabling, String setting, boolean gpc, boolean dnt, String cookie) throws Exception {
        var instance = instance(disabling, setting);
        var id = "0192f3a1-7c1e-7b3a-9c1d-%012d".formatted(cells++);
        var visitor = "0b62ab60-02ad-4f69-a181-%012d".formatted(cells);
        boolean taken = taken(disabling, setting, gpc, dnt, cookie);
        var headers = new ArrayList<String>(List.of("Sec-Fetch-Site", "same-origin"));
        if (gpc) {
            headers.addAll(List.of("Sec-GPC", "1"));
        }
        if (dnt) {
            headers.addAll(List.of("DNT", "1"));
        }
        if (!cookie.equals("absent")) {
            headers.addAll(List.of("Cookie", "candor_consent=" + value(cookie)));
        }
        var reply = instance.server.post(
                "/v1/t",
                "{\"event\":\"CLICK\",\"anonymousId\":\"" + visitor + "\",\"messageId\":\"" + id + "\"}",
                headers.toArray(String[]::new));

        assertThat(reply.statusCode()).isEqualTo(taken ? 200 : 204);
        assertThat(ids(instance.server.shown())).hasSize(taken ? 1 : 0).allMatch(id::equals);
        if (taken) {
            assertThat(onDisk(instance.dir)).contains(visitor);
            assertThat(Eventually.see(() -> sent(instance), sent -> sent.contains(id)))
                    .contains(id);
            instance.server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":false}");
            instance.server.asAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":true}");
        }
        assertThat(onDisk(instance.dir)).doesNotContain(visitor);
        if (off(disabling, setting)) {
            assertThat(onDisk(instance.dir)).doesNotContain("Instance Active", "hash-key");
            assertThat(instance.receiver.received()).isEmpty();
        }
    }

    @AfterAll
    void nothingElseWasSentAndTheKeepAliveWasWhereItMay() throws Exception {
        try {
            for (var entry : instances.entrySet()) {
                var parts = entry.getKey().split("\\|", 2);
                var instance = entry.getValue();
                if (off(parts[0], parts[1])) {
                    assertThat(instance.receiver.received()).as(entry.getKey()).isEmpty();
                } else {
                    var names = Eventually.see(
                            () -> names(instance), seen -> seen.stream().anyMatch("Instance Active"::equals));
                    assertThat(names).as(entry.getKey()).contains("Instance Active");
                    if (!parts[1].equals("yes")) {
                        assertThat(names).as(entry.getKey()).containsOnly("Instance Active");
                    }
                }
            }
        } finally {
            for (var instance : instances.values()) {
                instance.server.close();
                instance.receiver.close();
            }
        }
    }

    private Instance instance(String disabling, String setting) throws Exception {
        var key = disabling + "|" + setting;
        var known = instances.get(key);
        if (known != null) {
            return known;
        }
        var dir = Files.createDirectory(root.resolve("instance-" + instances.size()));
        var receiver = new Receiver();
        var settings = new ArrayList<String>(
                List.of("CANDOR_UPSTREAM_URL", receiver.url(), "CANDOR_KEEP_ALIVE_INTERVAL", "PT1S"));
        if (!setting.equals("unset")) {
            settings.addAll(List.of("CANDOR_SHARE", setting));
        }
        if (disabling.startsWith("docker.env:")) {
            Files.writeString(dir.resolve("docker.env"), disabling.substring("docker.env:".length()) + "\n");
        } else if (!disabling.isEmpty()) {
            settings.addAll(List.of(disabling.split("=", 2)));
        }
        var server = TestServer.start(dir, Clock.systemUTC(), settings.toArray(String[]::new));
        var instance = new Instance(dir, receiver, server);
        instances.put(key, instance);
        return instance;
    }

    private static String value(String cookie) {
        var now = Clock.systemUTC().instant();
        return switch (cookie) {
            case "old policy" -> "granted:" + (Versions.POLICY - 1) + ":" + now.getEpochSecond();
            case "expired" ->
                "granted:" + Versions.POLICY + ":"
                        + now.minus(Duration.ofDays(181)).getEpochSecond();
            case "garbage" -> "yes-please";
            default -> cookie + ":" + Versions.POLICY + ":" + now.getEpochSecond();
        };
    }

    private static List<String> ids(List<JsonNode> shown) {
        return shown.stream().map(one -> one.at("/event/messageId").asText()).toList();
    }

    private static List<String> sent(Instance instance) throws IOException {
        return instance.receiver.events().stream()
                .map(event -> event.get("messageId").asText())
                .toList();
    }

    private static List<String> names(Instance instance) throws IOException {
        return instance.receiver.events().stream()
                .map(event -> event.get("event").asText())
                .toList();
    }

    private static String onDisk(Path dir) throws IOException {
        var text = new StringBuilder();
        try (var files = Files.walk(dir)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                text.append(file.getFileName()).append('\n');
                text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }
}
