package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where {@code candor.js.map} leads to. */
class SourceMapTest {
    private static final Path SCRIPTS = Path.of("target/classes/META-INF/resources/candor");
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private record Place(String file, int line) {}

    /** Words from the script's beginning to its end. */
    @ParameterizedTest
    @CsvSource({
        "granted-anyway, client/consent/Consent",
        "utm_, client/context/Messages",
        "/v1/batch, client/Wiring",
        "download, client/capture/Clicks",
        "addSourceMiddleware, client/Analytics",
        "trackSubmit, client/Analytics"
    })
    void aWordOfTheScriptLeadsToTheLineThatHasIt(String word, String type) throws IOException {
        var script = Files.readString(SCRIPTS.resolve("candor.js"));
        var place = place(
                new ObjectMapper().readTree(SCRIPTS.resolve("candor.js.map").toFile()), script.indexOf('"' + word));
        assertThat(place.file()).isEqualTo("dev/candor/" + type + ".java");
        assertThat(Files.readAllLines(Path.of("src/main/java", place.file())).get(place.line()))
                .contains(word);
    }

    /** What the script, which is one line, has at that column. */
    private static Place place(JsonNode map, int column) {
        int at = 0;
        int file = 0;
        int line = 0;
        var place = new Place("", 0);
        for (var segment : map.get("mappings").asText().split(",", -1)) {
            var steps = steps(segment);
            at += steps[0];
            if (at > column) {
                break;
            }
            file += steps[1];
            line += steps[2];
            place = new Place(map.get("sources").get(file).asText(), line);
        }
        return place;
    }

    /** The numbers of a segment, in base 64 with a bit for their sign and one that says that more follows. */
    private static int[] steps(String segment) {
        var steps = new int[5];
        int count = 0;
        int number = 0;
        int shift = 0;
        for (int i = 0; i < segment.length(); i++) {
            var digit = DIGITS.indexOf(segment.charAt(i));
            number |= (digit & 31) << shift;
            shift += 5;
            if (digit < 32) {
                steps[count++] = (number & 1) == 0 ? number >> 1 : -(number >> 1);
                number = 0;
                shift = 0;
            }
        }
        return steps;
    }
}
