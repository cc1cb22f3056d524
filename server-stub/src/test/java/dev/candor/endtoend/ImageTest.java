package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image's recipe, as far as it can be checked without an engine that builds images: its lines, and its entry point and health
 * check run by hand with its own environment, in folders that stand for the image's.
 */
class ImageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    @TempDir
    Path dir;

    private static List<String> recipe() throws IOException {
        var whole = Files.readString(ROOT.resolve("Dockerfile")).replace("\\\n", " ");
        return whole.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(String::strip)
                .toList();
    }

    private static String line(String instruction) throws IOException {
        var found = recipe().stream()
                .filter(line -> line.startsWith(instruction + " "))
                .toList();
        assertThat(found).as(instruction).hasSize(1);
        return found.get(0).substring(instruction.length() + 1);
    }

    /** The list in brackets at a line's end. */
    private static List<String> command(String line) throws IOException {
        var command = new ArrayList<String>();
        new ObjectMapper().readTree(line.substring(line.indexOf('['))).forEach(part -> command.add(part.asText()));
        return command;
    }

    private static Map<String, String> environment() throws IOException {
        var environment = new HashMap<String, String>();
        for (var pair : line("ENV").split(" ", -1)) {
            environment.put(pair.replaceFirst("=.*", ""), pair.replaceFirst("[^=]*=", ""));
        }
        return environment;
    }

    @Test
    void theRecipeIsPinnedRunsAsNobodyAndCopiesWhatIsBuilt() throws Exception {
        assertThat(line("FROM")).matches("[a-z-]+:\\d[\\w.-]+").doesNotContain("latest");
        assertThat(line("USER")).matches("[1-9]\\d{3,}:[1-9]\\d{3,}");
        assertThat(recipe().get(recipe().size() - 1)).startsWith("ENTRYPOINT [\"java\"");
        assertThat(recipe()).noneMatch(line -> line.startsWith("ADD ") || line.contains("sudo"));
        assertThat(line("COPY")).startsWith("server-stub/target/candor-server-stub.jar ");
        assertThat(Files.readString(ROOT.resolve(".dockerignore")))
                .isEqualTo("*\n!server-stub/target/candor-server-stub.jar\n");
        assertThat(line("VOLUME")).isEqualTo("/data");
    }

    @Test
    void theServiceCanWriteToItsVolumeAlone() throws Exception {
        var service = new ObjectMapper(new YAMLFactory())
                .readTree(Files.readString(ROOT.resolve("compose.yaml")))
                .at("/services/candor");
        assertThat(service.get("read_only").asBoolean()).isTrue();
        assertThat(texts(service.get("cap_drop"))).containsExactly("ALL");
        assertThat(texts(service.get("security_opt"))).containsExactly("no-new-privileges:true");
        assertThat(texts(service.get("volumes"))).containsExactly("./candor-data:" + line("VOLUME"));
        assertThat(texts(service.get("ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
        assertThat(texts(service.get("tmpfs"))).allMatch(mount -> mount.startsWith("/tmp:exec"));
        assertThat(service.get("user").asText()).isEqualTo(line("USER"));
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    @Test
    void theEntryPointServesAndTheHealthCheckSaysSo() throws Exception {
        for (var folder : List.of("data", "work", "tmp")) {
            Files.createDirectory(dir.resolve(folder));
        }
        var example = Files.readString(ROOT.resolve("docker.env.example"));
        Files.writeString(dir.resolve("data/docker.env"), example.replace("#CANDOR_SHARE=", "CANDOR_SHARE="));
        var server = start(command(line("ENTRYPOINT")), Map.of("PORT", "0"));
        try {
            var greeting = server.inputReader(StandardCharsets.UTF_8).readLine();
            var url = URL.matcher(greeting);
            assertThat(url.find()).as(greeting).isTrue();
            assertThat(greeting).endsWith("sharing: yes (CANDOR_SHARE)");
            var check = command(line("HEALTHCHECK"));
            // Of the port that the container has, whichever it is.
            var port = Map.of("PORT", url.group().replaceFirst(".*:", ""));
            assertThat(end(start(check, port))).isZero();
            server.destroy();
            assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(end(start(check, port))).isEqualTo(1);
        } finally {
            server.destroyForcibly();
        }
        assertThat(dir.resolve("work")).isEmptyDirectory();
        assertThat(dir.resolve("data/store/candor.db")).exists();
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Process start(List<String> command, Map<String, String> over) throws IOException {
        var here = new ArrayList<>(command);
        here.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        here.add(1, "-Djava.io.tmpdir=" + dir.resolve("tmp"));
        int jar = here.indexOf("-jar");
        here.set(jar, "-cp");
        here.set(jar + 1, System.getProperty("java.class.path"));
        here.add(jar + 2, "dev.candor.server.Main");
        var builder = new ProcessBuilder(here).directory(dir.resolve("work").toFile());
        var environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH"));
        environment()
                .forEach((name, value) -> environment.put(
                        name, value.replace("/data", dir.resolve("data").toString())));
        environment.put("HOST", "127.0.0.1");
        environment.putAll(over);
        return builder.start();
    }
}
