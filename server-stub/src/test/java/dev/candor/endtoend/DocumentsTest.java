package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.endtoend.Documents.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show is in files that are tested, and what they link to exists. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern PICTURE = Pattern.compile("src(?:set)?=\"(docs/pictures/[^\"]+)\"");
    private static final Pattern METRIC = Pattern.compile("candor_[a-z_]+");

    @TempDir
    Path dir;

    @Test
    void everyBlockSaysHowItIsTested() throws Exception {
        assertThat(Documents.blocks())
                .hasSizeGreaterThan(15)
                .allMatch(block -> block.mark().matches("run|serve|page|duckdb|kafka|example|from=.+"));
    }

    @Test
    void whatIsShownOfAFileIsInIt() throws Exception {
        var shown = Documents.blocks().stream()
                .filter(block -> block.mark().startsWith("from="))
                .toList();
        assertThat(shown).isNotEmpty();
        for (var block : shown) {
            var file = Documents.ROOT.resolve(block.mark().substring("from=".length()));
            assertThat(bare(Files.readString(file))).as(block.toString()).contains(bare(block.text()));
        }
    }

    /** Without indentation. */
    private static String bare(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    @Test
    void commandsAreWellFormed() throws Exception {
        for (Block block : Documents.blocks()) {
            if (block.language().equals("sh")) {
                var script = Files.writeString(dir.resolve("block.sh"), block.text());
                var bash = new ProcessBuilder("bash", "-n", script.toString()).start();
                assertThat(bash.waitFor()).as(block.toString()).isZero();
            }
        }
    }

    @Test
    void linksLeadSomewhere() throws Exception {
        var files = new ArrayList<>(Documents.all());
        files.add(Documents.ROOT.resolve("README.md"));
        files.add(Documents.ROOT.resolve("ARCHITECTURE.md"));
        for (var file : files) {
            LINK.matcher(Files.readString(file))
                    .results()
                    .map(link -> link.group(1))
                    .forEach(link -> {
                        if (!link.startsWith("http")) {
                            assertThat(file.resolveSibling(link))
                                    .as(file + ": " + link)
                                    .exists();
                        }
                    });
        }
    }

    @Test
    void theReadmesPicturesAreThereAndSmall() throws Exception {
        long bytes = 0;
        var found = PICTURE.matcher(Files.readString(Documents.ROOT.resolve("README.md")))
                .results()
                .map(picture -> picture.group(1))
                .toList();
        assertThat(found).hasSize(12);
        for (var picture : found) {
            bytes += Files.size(Documents.ROOT.resolve(picture));
        }
        assertThat(bytes).as("`make pictures` takes them").isBetween(50_000L, 400_000L);
    }

    @Test
    void theDashboardAndTheOperationsPageNameMetricsThatThereAre() throws Exception {
        String metrics;
        var settings =
                Map.of("CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", "http://127.0.0.1:1", "CANDOR_WRITE_KEY", "key");
        try (var server = ServerProcess.start(dir, settings)) {
            server.send("POST", "/v1/t", "{\"event\":\"SAVED\",\"writeKey\":\"key\",\"unknown\":1}");
            metrics = server.send("GET", "/metrics", "").body();
        }
        for (var name : new String[] {"grafana-dashboard.json", "operations.md"}) {
            var text = Files.readString(Documents.ROOT.resolve("docs").resolve(name));
            METRIC.matcher(text)
                    .results()
                    .forEach(metric -> assertThat(metrics).as(name).contains("# TYPE " + metric.group() + " "));
        }
        var dashboard = new ObjectMapper()
                .readTree(Documents.ROOT.resolve("docs/grafana-dashboard.json").toFile());
        assertThat(dashboard.findValuesAsText("expr"))
                .hasSize(dashboard.get("panels").size());
    }
}
