package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import dev.candor.server.store.EventStore;
import dev.candor.server.store.StoredEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process: how it starts, how it fails to, how it ends. */
class MainTest {
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    @TempDir
    Path dir;

    private Process start(Map<String, String> settings, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.candor.server.Main"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(dir.toFile());
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(settings);
        return builder.start();
    }

    private static String failure(Process process, int status) throws Exception {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(status);
        assertThat(process.inputReader().lines().toList()).isEmpty();
        var lines = process.errorReader().lines().toList();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    @Test
    void aWrongValueStopsTheStartInOneLine() throws Exception {
        assertThat(failure(start(Map.of("CANDOR_KEEP_ALIVE_INTERVAL", "six hours")), 2))
                .isEqualTo(
                        "CANDOR_KEEP_ALIVE_INTERVAL=six hours: takes an ISO 8601 duration from PT1S to P365D, such as PT6H");
    }

    @Test
    void aNameThatIsNoSettingIsSaidInTheLog() throws Exception {
        var process = start(Map.of("CANDOR_DISABLE_TELEMTRY", "true", "PORT", "99999"));
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.errorReader().lines())
                .anyMatch(line -> line.endsWith("CANDOR_DISABLE_TELEMTRY is not read: there is no such setting"));
    }

    @Test
    void aPortInUseStopsTheStartInOneLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            assertThat(failure(start(Map.of("PORT", port)), 1))
                    .isEqualTo(
                            "PORT=" + port + ": the port is in use, or HOST=127.0.0.1 is no address of this machine");
        }
    }

    @Test
    void theGreetingCanBeReadWhereverItIsPrinted() throws Exception {
        try (var server = TestServer.start(dir)) {
            assertThat(Main.greeting(server.server())).matches("[ -~]+").contains(", admin ", "/admin, token ");
        }
    }

    @Test
    void aDataDirectoryThatIsAFileStopsTheStartInOneLine() throws Exception {
        Files.writeString(dir.resolve("data"), "in the way");
        assertThat(failure(start(Map.of("PORT", "0")), 1)).startsWith("CANDOR_DATA_DIR: ");
    }

    @Test
    void whatWasTakenSurvivesAKill() throws Exception {
        var process = start(Map.of("PORT", "0", "CANDOR_SHARE", "yes"));
        try {
            var url = url(process.inputReader().readLine());
            for (int i = 0; i < 20; i++) {
                assertThat(post(url, "{\"event\":\"CLICK\",\"messageId\":\"kept-" + i + "\"}"))
                        .isEqualTo(200);
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            assertThat(server.shown()).hasSize(20);
        }
    }

    @Test
    void itEndsCleanlyWhenItIsTold() throws Exception {
        var process = start(Map.of("PORT", "0", "CANDOR_SHARE", "yes"));
        var url = url(process.inputReader().readLine());
        assertThat(post(url, "{\"event\":\"CLICK\"}")).isEqualTo(200);
        long begin = System.nanoTime();
        process.toHandle().destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(5_000);
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(process.errorReader().lines().toList()).isEmpty();
        assertThat(process.inputReader().lines().toList()).isEmpty();
    }

    @Test
    void helpSaysWhatThereIs() throws Exception {
        var process = start(Map.of(), "--help");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(process.inputReader().lines()).anyMatch(line -> line.contains("setup"));
    }

    private static String url(String greeting) {
        var url = URL.matcher(greeting);
        assertThat(url.find()).as(greeting).isTrue();
        return url.group();
    }

    private static int post(String url, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url + "/v1/t"))
                .header(
                        "Cookie",
                        "candor_consent=granted:" + Versions.POLICY + ":"
                                + Clock.systemUTC().instant().getEpochSecond())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void anExportThatNobodyReadsToItsEndFails() throws Exception {
        try (var store = new EventStore(dir.resolve(Commands.STORE), Long.MAX_VALUE)) {
            // More than a pipe holds.
            var json = "{\"event\":\"" + "x".repeat(200_000) + "\"}";
            store.append(List.of(new StoredEvent("m", json, "[]", null)), () -> true);
        }
        var process = start(Map.of("CANDOR_DATA_DIR", dir.toString()), "export");
        process.getInputStream().close();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(process.errorReader().lines()).containsExactly("Standard output cannot be written: Broken pipe");
    }
}
