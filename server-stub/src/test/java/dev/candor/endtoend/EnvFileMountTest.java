package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The env file as containers have it: one file that may be written, mounted into a folder that may not. Needs root, or a kernel that
 * lets users have namespaces.
 */
class EnvFileMountTest {
    private static final String MOUNTS = "mount --bind conf conf && mount -o remount,ro,bind conf"
            + " && mount --bind given/docker.env conf/docker.env && exec \"$@\"";

    @TempDir
    Path folder;

    @Test
    void theSwitchWritesAFileBesideWhichNothingCanBeMade() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("conf")).resolve("docker.env"), "");
        var given = Files.writeString(
                Files.createDirectory(folder.resolve("given")).resolve("docker.env"), "# ours\nCANDOR_TOPIC=events\n");
        var user = System.getProperty("user.name").equals("root") ? "--mount" : "--map-root-user";
        var within = List.of("unshare", user, "--mount", "sh", "-c", MOUNTS, "sh");
        try (var server = ServerProcess.start(folder, Map.of("CANDOR_ENV_FILE", "conf/docker.env"), within)) {
            for (var on : new boolean[] {true, false, true}) {
                var answer = server.sendAsAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":" + on + "}");
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(given).hasContent("# ours\nCANDOR_TOPIC=events\nAPPSMITH_DISABLE_TELEMETRY=" + !on + "\n");
            }
        }
    }
}
