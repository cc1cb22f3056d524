package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.server.Eventually;
import dev.candor.server.Tally;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full: a tmpfs of 8 MB, mounted in a namespace of the server's own, so that it ends with it. Needs root, or a kernel
 * that lets users have namespaces.
 */
class DiskFullMountTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 20;
    private static final int ROUNDS = Boolean.getBoolean("candor.soak") ? 5 : 1;
    private static final String MOUNT = "mount -t tmpfs -o size=8m tmpfs data && ";

    @TempDir
    Path folder;

    private ServerProcess start(String before) throws Exception {
        Files.createDirectories(folder.resolve("data"));
        var user = System.getProperty("user.name").equals("root") ? "--mount" : "--map-root-user";
        return ServerProcess.start(
                folder,
                Map.of("CANDOR_SHARE", "yes"),
                List.of("unshare", user, "--mount", "sh", "-c", MOUNT + before + " exec \"$@\"", "sh"));
    }

    /** The disk as its server sees it. */
    private Path filler(ServerProcess server) {
        return Path.of("/proc", Long.toString(server.pid()), "root", folder.toString(), "data", "filler");
    }

    private static void fill(Path filler) throws IOException {
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static HttpResponse<String> post(ServerProcess server, int batch) throws Exception {
        var yes = ServerProcess.yes();
        var body = ids(batch).stream()
                .map(id -> "{\"type\":\"track\",\"event\":\"CLICK\",\"messageId\":\"" + id + "\"}")
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
        return server.send("POST", "/v1/batch", body, "Cookie", yes);
    }

    private static List<String> ids(int batch) {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> Tally.id('b', batch * BATCH + i))
                .toList();
    }

    private static JsonNode health(ServerProcess server) throws Exception {
        return JSON.readTree(server.send("GET", "/healthz", "").body());
    }

    @Test
    void aFullDiskIsSaidAndNothingIsLostOverIt() throws Exception {
        try (var server = start("")) {
            var sent = new ArrayList<String>();
            int batch = 0;
            for (; batch < 3; batch++) {
                assertThat(post(server, batch).statusCode()).isEqualTo(200);
                sent.addAll(ids(batch));
            }
            for (int round = 0; round < ROUNDS; round++) {
                fill(filler(server));
                var answer = post(server, batch);
                for (int i = 0; answer.statusCode() == 200 && i < 100; answer = post(server, ++batch), i++) {
                    sent.addAll(ids(batch));
                }
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(health(server).path("reason").asText()).isEqualTo("the disk is full");
                assertThat(post(server, 0).statusCode()).as("known already").isEqualTo(200);
                assertThat(health(server).path("reason").asText())
                        .as("a duplicate proves nothing")
                        .isEqualTo("the disk is full");

                Files.delete(filler(server));
                assertThat(health(server).path("status").asText()).isEqualTo("ok");
                for (int end = batch + 3; batch < end; batch++) {
                    assertThat(post(server, batch).statusCode()).isEqualTo(200);
                    sent.addAll(ids(batch));
                }
            }
            var stored = server.events().stream()
                    .map(event -> event.get("messageId").asText())
                    .toList();
            new Tally(sent, stored).assertNoneLostOrTwice("Disk full (tmpfs of 8 MB)");
        }
    }

    @Test
    void aServerStartsAgainOnAFullDiskAndTakesEventsOnceItIsNot() throws Exception {
        try (var server = ServerProcess.start(folder, Map.of("CANDOR_SHARE", "yes"))) {
            assertThat(post(server, 0).statusCode()).isEqualTo(200);
        }
        Files.move(folder.resolve("data"), folder.resolve("before"));
        try (var server = start("cp -a before/. data/; head -c 9000000 /dev/zero >data/filler;")) {
            assertThat(post(server, 1).statusCode()).isEqualTo(503);
            assertThat(health(server).path("status").asText()).isEqualTo("failing");
            assertThat(server.isAlive()).isTrue();
            Files.delete(filler(server));
            assertThat(Eventually.see(() -> post(server, 1).statusCode(), status -> status == 200))
                    .isEqualTo(200);
            assertThat(health(server).path("status").asText()).isEqualTo("ok");
            assertThat(server.events()).hasSize(2 * BATCH);
        }
    }
}
