package dev.candor.server.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharingTest {
    @TempDir
    Path dir;

    private Sharing start(String share, @Nullable Boolean inFile, @Nullable Lock lock) throws IOException {
        return new Sharing(
                new EnvFile(dir.resolve("docker.env")),
                dir.resolve("sharing.properties"),
                new Sharing.Said(share, inFile, lock));
    }

    @Test
    void aFreshInstallIsUnanswered() throws Exception {
        assertThat(start("", null, null).answer()).isEqualTo(Answer.UNSET);
    }

    @Test
    void notDisablingIsNoYes() throws Exception {
        var sharing = start("", false, null);
        assertThat(sharing.answer()).isEqualTo(Answer.UNSET);
        assertThat(sharing.allowsKeepAlive()).isTrue();
        assertThat(sharing.allowsEvents()).isFalse();
    }

    @Test
    void theInstallTimeAnswerHolds() throws Exception {
        assertThat(start("yes", null, null).allowsEvents()).isTrue();
        assertThat(start("no", null, null).allowsKeepAlive()).isFalse();
    }

    @Test
    void theSwitchOutlivesTheInstallTimeAnswer() throws Exception {
        start("yes", null, null).turn(false);
        assertThat(start("yes", true, null).answer()).isEqualTo(Answer.NO);
    }

    @Test
    void aNewInstallTimeAnswerOutlivesTheSwitch() throws Exception {
        start("no", null, null).turn(true);
        assertThat(start("no", false, null).answer()).isEqualTo(Answer.YES);
        start("", false, null);
        assertThat(start("no", false, null).answer()).isEqualTo(Answer.NO);
    }

    @Test
    void editingTheFileIsTheSwitch() throws Exception {
        start("yes", false, null);
        assertThat(start("yes", true, null).answer()).isEqualTo(Answer.NO);
        assertThat(start("yes", false, null).answer()).isEqualTo(Answer.YES);
    }

    @Test
    void whatTheSwitchWroteCanBeEditedToo() throws Exception {
        start("", null, null).turn(false);
        assertThat(start("", false, null).answer()).isEqualTo(Answer.YES);
        start("", false, null).turn(true);
        assertThat(start("", true, null).answer()).isEqualTo(Answer.NO);
    }

    @Test
    void anAnswerSaysWhereItCameFrom() throws Exception {
        assertThat(start("", null, null).source()).isEmpty();
        assertThat(start("yes", null, null).source()).isEqualTo("CANDOR_SHARE");
        var sharing = start("yes", true, null);
        assertThat(sharing.source()).isEqualTo("APPSMITH_DISABLE_TELEMETRY");
        sharing.turn(true);
        assertThat(sharing.source()).isEqualTo("admin");
        assertThat(start("yes", false, null).source()).isEqualTo("admin");
    }

    @Test
    void takingTheLineOutOfTheFileTurnsNothingOn() throws Exception {
        start("", true, null);
        assertThat(start("", null, null).answer()).isEqualTo(Answer.NO);
    }

    @Test
    void aNoWinsWhenTwoChanged() throws Exception {
        start("yes", true, null);
        assertThat(start("no", false, null).answer()).isEqualTo(Answer.NO);
        assertThat(start("yes", true, null).answer()).isEqualTo(Answer.NO);
    }

    @Test
    void theSwitchWritesTheFileAndTellsWhoListens() throws Exception {
        Files.writeString(dir.resolve("docker.env"), "# ours\nPORT=8080\n");
        var sharing = start("", null, null);
        var calls = new AtomicInteger();
        sharing.onChange(calls::incrementAndGet);
        sharing.turn(true);
        assertThat(sharing.allowsEvents()).isTrue();
        assertThat(dir.resolve("docker.env")).hasContent("# ours\nPORT=8080\nAPPSMITH_DISABLE_TELEMETRY=false\n");
        sharing.turn(false);
        assertThat(sharing.disabled()).isTrue();
        assertThat(sharing.allowsKeepAlive()).isFalse();
        assertThat(dir.resolve("docker.env")).hasContent("# ours\nPORT=8080\nAPPSMITH_DISABLE_TELEMETRY=true\n");
        assertThat(calls).hasValue(2);
    }

    @Test
    void aLockStandsAboveEverything() throws Exception {
        var sharing = start("yes", false, new Lock("DO_NOT_TRACK", "environment"));
        assertThat(sharing.lock()).isEqualTo(new Lock("DO_NOT_TRACK", "environment"));
        assertThat(sharing.disabled()).isTrue();
        assertThat(sharing.allowsEvents()).isFalse();
        assertThat(sharing.allowsKeepAlive()).isFalse();
        assertThatThrownBy(() -> sharing.turn(true)).isInstanceOf(IllegalStateException.class);
        assertThat(dir.resolve("docker.env")).doesNotExist();
    }

    @Test
    void offHoldsAlthoughTheFileCannotBeWritten() throws Exception {
        var sharing = start("yes", null, null);
        Files.createDirectories(dir.resolve("docker.env/in-the-way"));
        assertThatThrownBy(() -> sharing.turn(false)).isInstanceOf(IOException.class);
        assertThat(sharing.allowsKeepAlive()).isFalse();
        assertThat(start("yes", null, null).answer()).isEqualTo(Answer.NO);
    }

    @Test
    void onDoesNotHoldWhenTheFileCannotBeWritten() throws Exception {
        var sharing = start("", null, null);
        Files.createDirectories(dir.resolve("docker.env/in-the-way"));
        assertThatThrownBy(() -> sharing.turn(true)).isInstanceOf(IOException.class);
        assertThat(sharing.allowsEvents()).isFalse();
    }
}
