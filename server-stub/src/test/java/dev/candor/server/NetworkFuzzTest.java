package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Inputs that nobody thought of, to every parser that the network reaches: each is answered, none ends in an exception. {@code
 * -Dcandor.fuzz.runs=10000000} asks for more of them, as {@code make soak} does.
 */
class NetworkFuzzTest {
    private static final int RUNS = Integer.getInteger("candor.fuzz.runs", 30_000);
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs");

    @Property(tries = 10_000)
    void anyBytesAreAnswered(
            @ForAll @IntRange(min = '0', max = '5') int parser, @ForAll @Size(max = 300) byte[] bytes) {
        var input = new byte[bytes.length + 1];
        input[0] = (byte) parser;
        System.arraycopy(bytes, 0, input, 1, bytes.length);
        assertAnswered(input);
    }

    @Property(tries = 20_000)
    void whatIsAlmostRightIsAnswered(@ForAll("almostRight") String input) {
        assertAnswered(input.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> almostRight() {
        var pieces = Arbitraries.of(
                "\"",
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "null",
                "1e999",
                "-0",
                "9".repeat(63),
                "\\u0000",
                "\\ud800",
                "\r\n",
                "%0d%0a",
                "%zz",
                "granted:1:999999999999",
                "=",
                ";",
                "&",
                " ",
                "\t",
                "é",
                "😀",
                "/..;/",
                "//",
                "\u0000",
                "Basic ",
                "=====");
        return Combinators.combine(
                        Arbitraries.of(NetworkFuzzer.SEEDS),
                        Arbitraries.integers().between(0, 1_000),
                        Arbitraries.integers().between(0, 12),
                        pieces)
                .as((seed, at, length, piece) -> {
                    int from = 1 + at % (seed.length() - 1);
                    return seed.substring(0, from) + piece + seed.substring(Math.min(seed.length(), from + length));
                });
    }

    @Property(tries = 2_000)
    void aZippedBodyThatIsDamagedIsAnswered(@ForAll @IntRange(max = 200) int at, @ForAll byte with) throws Exception {
        var out = new ByteArrayOutputStream();
        out.write("5POST /v1/t\nContent-Encoding: gzip\n\n".getBytes(StandardCharsets.UTF_8));
        int start = out.size();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write("{\"event\":\"A\",\"properties\":{\"a\":1}}".getBytes(StandardCharsets.UTF_8));
        }
        var input = out.toByteArray();
        input[start + at % (input.length - start)] = with;
        assertAnswered(input);
    }

    private static void assertAnswered(byte[] input) {
        assertThatCode(() -> NetworkFuzzer.fuzzerTestOneInput(input)).doesNotThrowAnyException();
    }

    @Example
    void jazzerFindsNothing() throws Exception {
        var folder = Files.createTempDirectory("jazzer");
        try {
            for (int i = 0; i < NetworkFuzzer.SEEDS.size(); i++) {
                Files.writeString(folder.resolve("seed-" + i), NetworkFuzzer.SEEDS.get(i));
            }
            var log = folder.resolve("log");
            var jazzer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx1g",
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "com.code_intelligence.jazzer.Jazzer",
                            "--target_class=" + NetworkFuzzer.class.getName(),
                            "--instrumentation_includes=dev.candor.**:com.fasterxml.jackson.core.**",
                            "--reproducer_path=" + folder,
                            "-artifact_prefix=" + folder + "/",
                            "-runs=" + RUNS,
                            "-max_len=2000",
                            "-timeout=20",
                            "-print_final_stats=1",
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = jazzer.waitFor(RUNS / 1_000 + 120, TimeUnit.SECONDS);
            jazzer.destroyForcibly();
            var said = Files.readString(log, StandardCharsets.ISO_8859_1);
            assertThat(ended).as(said).isTrue();
            assertThat(jazzer.exitValue()).as(said.replaceAll("INFO: .*\n", "")).isZero();
            var done = DONE.matcher(said);
            assertThat(done.find()).as(said).isTrue();
            System.out.println("Jazzer: " + done.group(1) + " inputs, none without an answer");
            assertThat(Integer.parseInt(done.group(1))).isGreaterThanOrEqualTo(RUNS);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
