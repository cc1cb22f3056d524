package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Personal data that was sent to a server leaves no trace in the folders for temporary files, its own or SQLite's. */
class TemporaryFilesTest {
    private static final String CANARY = "zqcanaryzq";

    @TempDir
    private Path folder;

    @Test
    void nothingPersonalIsInATemporaryFile() throws Exception {
        var temporary = Files.createDirectory(folder.resolve("temporary"));
        var settings = Map.of(
                "CANDOR_SHARE",
                "yes",
                "JAVA_TOOL_OPTIONS",
                "-Djava.io.tmpdir=" + temporary,
                "TMPDIR",
                temporary.toString(),
                "SQLITE_TMPDIR",
                temporary.toString());
        try (var server = ServerProcess.start(folder, settings)) {
            var event =
                    "{\"type\":\"track\",\"event\":\"CLICK\",\"userId\":\"%1$s\",\"properties\":{\"note\":\"by %1$s Smith\",\"mail\":\"%1$s@a.example\"}}"
                            .formatted(CANARY);
            var events = new ArrayList<String>();
            for (int i = 0; i < 2_000; i++) {
                events.add(event);
            }
            var cookie = "candor_consent=granted:" + Versions.POLICY + ":" + System.currentTimeMillis() / 1000;
            for (var body : List.of(
                    "{\"batch\":[" + String.join(",", events) + "]}",
                    "{\"batch\":[" + event,
                    "x".repeat(600_000) + CANARY)) {
                assertThat(server.send("POST", "/v1/batch", body, "Cookie", cookie)
                                .statusCode())
                        .isIn(200, 400, 413);
                assertThat(written()).doesNotContain(CANARY);
            }
            assertThat(server.events()).hasSize(1_000);
            server.sendAsAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":false}");
            assertThat(written()).doesNotContain(CANARY);
        }
        assertThat(written()).doesNotContain(CANARY);
        assertThat(Files.exists(folder.resolve("data"))).isTrue();
    }

    /** All that lies in the server's folder, data and temporary files alike. */
    private String written() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                try {
                    all.append(file).append(Files.readString(file, StandardCharsets.ISO_8859_1));
                } catch (NoSuchFileException gone) {
                    all.append(file);
                }
            }
        }
        return all.toString();
    }
}
