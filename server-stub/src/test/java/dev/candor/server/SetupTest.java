package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.privacy.InstanceKey;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {
    @TempDir
    Path dir;

    private final StringWriter said = new StringWriter();

    private Setup setup(String typed, Map<String, String> environment) {
        return new Setup(environment, dir, new BufferedReader(new StringReader(typed)), new PrintWriter(said, true));
    }

    @Test
    void yesIsWrittenAndHoldsAtTheNextStart() throws Exception {
        Files.writeString(dir.resolve("docker.env"), "# ours\n");
        assertThat(setup("yes\n", Map.of()).ask()).isTrue();
        assertThat(dir.resolve("docker.env")).hasContent("# ours\nAPPSMITH_DISABLE_TELEMETRY=false\n");
        try (var server = TestServer.start(dir)) {
            assertThat(server.server().sharing().allowsEvents()).isTrue();
        }
    }

    @Test
    void noIsWrittenAndHoldsAtTheNextStart() throws Exception {
        assertThat(setup("what\nNo\n", Map.of()).ask()).isTrue();
        assertThat(said.toString()).contains("Please answer yes, no or show.", "Nothing will be sent.");
        try (var server = TestServer.start(dir)) {
            assertThat(server.server().sharing().allowsKeepAlive()).isFalse();
        }
    }

    @Test
    void whatWouldBeSentIsShownFirst() throws Exception {
        setup("show\nno\n", Map.of()).ask();
        assertThat(said.toString()).contains("Instance Active: ", "\"event\":\"execute_ACTION_TRIGGERED\"");
    }

    @Test
    void noAnswerIsNoYes() throws Exception {
        assertThat(setup("", Map.of()).ask()).isFalse();
        assertThat(dir.resolve("docker.env")).doesNotExist();
        try (var server = TestServer.start(dir)) {
            assertThat(server.server().sharing().allowsEvents()).isFalse();
        }
    }

    @Test
    void whereItIsDisabledNothingIsAsked() throws Exception {
        assertThat(setup("yes\n", Map.of("DO_NOT_TRACK", "1")).ask()).isTrue();
        assertThat(said.toString()).contains("DO_NOT_TRACK is set in environment");
        assertThat(dir.resolve("docker.env")).doesNotExist();
    }

    @Test
    void aRotatedKeyGivesOtherHashesAtOnce() throws Exception {
        Files.createDirectories(dir.resolve("data"));
        var key = new InstanceKey(dir.resolve("data").resolve(InstanceKey.FILE));
        var before = key.hash("ann");
        setup("", Map.of()).rotate();
        assertThat(key.hash("ann")).isNotEqualTo(before);
    }

    @Test
    void aKeyThatWasGivenIsRotatedByWhoGaveIt() throws Exception {
        setup("", Map.of("CANDOR_HASH_KEY", "0123456789abcdef".repeat(4))).rotate();
        assertThat(said.toString()).startsWith("The key is given in CANDOR_HASH_KEY: set another there");
    }

    @Test
    void aCommandThatIsNoneIsRefusedWithoutATrace() {
        var line = Commands.line(Map.of(), dir, () -> 0).setErr(new PrintWriter(said, true));
        assertThat(line.execute("tidy")).isEqualTo(2);
        assertThat(said.toString()).contains("tidy").doesNotContain("Exception");
    }

    @Test
    void aWrongValueStopsSetupInOneLine() {
        var line = Commands.line(Map.of("PORT", "x"), dir, () -> 0).setErr(new PrintWriter(said, true));
        assertThat(line.execute("setup", "--rotate")).isEqualTo(2);
        assertThat(said.toString().strip()).isEqualTo("PORT=x: takes a number from 0 to 65535");
    }
}
