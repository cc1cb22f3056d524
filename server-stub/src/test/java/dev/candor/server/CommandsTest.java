package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Map<String, String> environment, String... arguments) {
        return Commands.line(environment, dir, () -> 7)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private static String[] granted() {
        return TestServer.cookie("granted");
    }

    @Test
    void serveEndsWithTheServersExitCode() {
        assertThat(run("serve")).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "setup", "status", "export", "verify"})
    void helpOfEachCommandNamesItsExitCodes(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: candor-server-stub " + command, "Exit codes:", "  2   ");
    }

    @Test
    void helpOfServeNamesEachSettingAndItsDefault() {
        assertThat(run("serve", "--help")).isZero();
        for (var setting : Settings.ALL) {
            assertThat(out.toString()).contains(setting.name());
        }
        assertThat(out.toString()).contains("Settings:").containsPattern("8080\\s+if\\s+not\\s+set");
    }

    @Test
    void helpListsEveryCommand() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("serve", "setup", "status", "export", "verify");
    }

    @ParameterizedTest
    @CsvSource({
        "verify, , Missing required parameter: 'URL'",
        "verify, localhost, 'is no address such as http://127.0.0.1:8080'",
        "status, ftp://host, 'is no address such as http://127.0.0.1:8080'",
        "export, --format=xml, 'expected one of [ndjson, csv, parquet] (case-sensitive) but was ''xml'''",
    })
    void aWrongArgumentIsNamedAndEndsWithTwo(String command, String argument, String message) {
        assertThat(argument == null ? run(command) : run(command, argument)).isEqualTo(2);
        assertThat(err.toString()).contains(message).doesNotContain("Exception");
    }

    @Test
    void statusSaysWhatIsSharedAndWhatWaits() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post("/v1/t", "{\"event\":\"CLICK\"}", granted());
            assertThat(run("status", server.url())).isZero();
        }
        assertThat(out.toString())
                .containsPattern("instance +http://127\\.0\\.0\\.1:\\d+, ok")
                .containsPattern("sharing +yes\\R")
                .containsPattern("waiting +1\\R")
                .containsPattern("relayed +0\\R")
                .containsPattern("collector +none");
    }

    @ParameterizedTest
    @CsvSource({
        "CANDOR_SHARE, no, 'no, nothing leaves'",
        "DO_NOT_TRACK, 1, 'off, nothing leaves'",
        "CANDOR_ROLE, collector, a collector",
        "CANDOR_IP, none, unanswered",
    })
    void statusTellsTheKindsOfSilenceApart(String name, String value, String expected) throws Exception {
        try (var server = TestServer.start(dir, name, value)) {
            assertThat(run("status", server.url())).isZero();
        }
        assertThat(out.toString()).containsPattern("sharing +" + expected);
    }

    @Test
    void statusFindsTheInstanceOfThisConfiguration() throws Exception {
        try (var server = TestServer.start(dir)) {
            var port = Integer.toString(server.server().port());
            assertThat(run(Map.of("PORT", port), "status")).isZero();
        }
    }

    @Test
    void statusOfNobodyIsOneLineAndOne() throws Exception {
        assertThat(run("status", nobody())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("Nothing answers at http://127.0.0.1:")
                .hasLineCount(1);
    }

    @Test
    void statusKnowsNothingOfWhatIsNotToldIt() throws Exception {
        try (var other = new Receiver()) {
            assertThat(run("status", other.url())).isZero();
        }
        assertThat(out.toString()).containsPattern("waiting +unknown\\R").containsPattern("collector +unknown\\R");
    }

    @ParameterizedTest
    @CsvSource({"404, a collector: takes what comes", "501, unknown"})
    void statusTellsACollectorFromAnotherServer(int answer, String sharing) throws Exception {
        try (var other = new Receiver()) {
            other.answerWith(answer);
            assertThat(run("status", other.url())).isEqualTo(1);
        }
        assertThat(out.toString()).containsPattern("sharing +" + sharing + "\\R");
    }

    @Test
    void verifySaysWhoLooksAtACollector() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_ROLE", "collector")) {
            assertThat(run("verify", server.url())).isEqualTo(1);
        }
        assertThat(out.toString()).contains("This is a collector, which visitors do not see: status looks at it.");
    }

    @Test
    void statusAndVerifySayThatTheCollectorIsAway() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", nobody())) {
            server.post("/v1/t", "{\"event\":\"CLICK\"}", granted());
            Eventually.see(() -> server.get("/metrics").body(), text -> text.contains("candor_relay_up 0"));
            assertThat(run("status", server.url())).isZero();
            assertThat(out.toString()).containsPattern("collector +does not take events");
            assertThat(run("verify", server.url())).isEqualTo(1);
            assertThat(out.toString()).contains("FAIL  collector: the last batch was not taken");
        }
    }

    @Test
    void verifyPassesAnInstanceAndStoresNothing() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            assertThat(run("verify", server.url())).as(out.toString()).isZero();
            assertThat(server.shown()).isEmpty();
        }
        assertThat(out.toString()).contains("ok    script: br").doesNotContain("FAIL");
    }

    @Test
    void verifyFailsWhereSomethingElseAnswers() throws Exception {
        try (var other = new Receiver()) {
            assertThat(run("verify", other.url())).isEqualTo(1);
        }
        assertThat(out.toString())
                .contains("FAIL  script: Content-Type is absent", "FAIL  an event without consent is refused")
                .contains("answered 200, expected 204");
    }

    @Test
    void verifySaysWhatAProxyKeepsFromIt() throws Exception {
        try (var proxy = new Receiver()) {
            proxy.answerWith(404);
            assertThat(run("verify", proxy.url())).isEqualTo(1);
        }
        assertThat(out.toString())
                .contains("-     takes events: not told here, as /healthz is closed (404)")
                .contains("FAIL  script: /candor.js answered 404, expected 200")
                .contains("ok    the admin's pages are closed")
                .contains("-     collector: not told here, as /metrics is closed (404)");
    }

    @Test
    void exportWritesEachEventAsItIsRelayed() throws Exception {
        var file = dir.resolve("events.ndjson");
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post("/v1/t", "{\"event\":\"FIRST\"}", granted());
            server.post("/v1/t", "{\"event\":\"SECOND\"}", granted());
            assertThat(run("export", "--output", file.toString()))
                    .as(err.toString())
                    .isZero();
            var lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.contains("Instance Active"))
                    .toList();
            assertThat(lines)
                    .containsExactly(
                            server.shown().get(1).get("event").toString(),
                            server.shown().get(0).get("event").toString());
        }
        assertThat(err.toString()).containsPattern("\\d events written");
    }

    @Test
    void exportAsRowsHasAColumnForEachFieldAndQuotesWhatNeedsIt() throws Exception {
        var file = dir.resolve("events.csv");
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post(
                    "/v1/t",
                    "{\"event\":\"SAVED\",\"properties\":{\"plan\":\"free\",\"pages\":3},"
                            + "\"context\":{\"page\":{\"path\":\"/a\",\"title\":\"One, \\\"two\\\"\"}}}",
                    granted());
            assertThat(run("export", "--format=csv", "--state=waiting", "-o", file.toString()))
                    .isZero();
        }
        var text = Files.readString(file);
        assertThat(text).startsWith("anonymousId,category,context.").contains(",context.page.path,");
        assertThat(text).contains(",/a,", "\"One, \"\"two\"\"\"", "\"{\"\"plan\"\":\"\"free\"\",\"\"pages\"\":3}\"");
        assertThat(text).endsWith(",waiting\r\n");
        assertThat(run("export", "--format=csv", "--state=refused", "-o", file.toString()))
                .isZero();
        assertThat(Files.readString(file)).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"=1+1", "+A1", "-1", "@SUM(A1)"})
    void noCellIsAFormula(String event) throws Exception {
        var file = dir.resolve("events.csv");
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post("/v1/t", "{\"event\":\"" + event + "\",\"properties\":{\"n\":-1}}", granted());
            assertThat(run("export", "--format=csv", "--state=waiting", "-o", file.toString()))
                    .isZero();
        }
        assertThat(Files.readString(file)).contains(",'" + event + ",").doesNotContain("," + event + ",");
    }

    @Test
    void exportReadsAndNeverWrites() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            server.post("/v1/t", "{\"event\":\"CLICK\"}", granted());
        }
        var store = dir.resolve("data").resolve(Commands.STORE);
        var before = Files.readAllBytes(store);
        assertThat(run("export", "-o", dir.resolve("x").toString())).isZero();
        assertThat(Files.readAllBytes(store)).isEqualTo(before);
    }

    @Test
    void exportWithoutAStoreIsOneLineAndOne() {
        assertThat(run("export")).isEqualTo(1);
        assertThat(err.toString()).endsWith("candor.db: there is no store that can be read" + System.lineSeparator());
    }

    /** An address at which nothing listens. */
    private static String nobody() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
