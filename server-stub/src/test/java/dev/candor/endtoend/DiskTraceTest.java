package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as strace 6.1 wrote them of a process with six threads that was killed 150 times. */
class DiskTraceTest {
    @TempDir
    Path folder;

    private List<DiskTrace.Step> read(String... lines) throws IOException {
        var trace = folder.resolve("trace");
        Files.write(trace, List.of(lines));
        return DiskTrace.read(trace);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ") = 2",
                " <unfinished ...>",
                " <detached ...>",
                ") = ?",
                ") = ? <unavailable>",
                ") = -1 (errno 18446744073709551541)"
            })
    void aWriteMayBeOnTheDiskWhetherItCameBackOrNot(String end) throws IOException {
        assertThat(read("7 1795842160.434880 pwrite64(3<\\x2f\\x66>, \"\\x01\\x02\", 2, 4096" + end))
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.what()).isEqualTo(DiskTrace.What.WRITE);
                    assertThat(step.atMicros()).isEqualTo(1795842160434880L);
                    assertThat(step.file()).isEqualTo(Path.of("/f"));
                    assertThat(step.offset()).isEqualTo(4096);
                    assertThat(step.bytes()).containsExactly(1, 2);
                });
    }

    @Test
    void aSyncCountsOnlyOnceItCameBack() throws IOException {
        assertThat(read(
                        "7 1795842160.000001 fdatasync(3<\\x2f\\x66> <unfinished ...>",
                        "8 1795842160.000002 fdatasync(3<\\x2f\\x67> <unfinished ...>",
                        "9 1795842160.000003 fsync(3<\\x2f\\x68>) = ?",
                        "7 1795842160.000004 <... fdatasync resumed>) = 0",
                        "8 1795842160.000005 <... fdatasync resumed>) = ?"))
                .extracting(DiskTrace.Step::what, DiskTrace.Step::atMicros, DiskTrace.Step::file)
                .containsExactly(tuple(DiskTrace.What.SYNC, 1795842160000004L, Path.of("/f")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "???( <detached ...>",
                "???( <unfinished ...>",
                "???()           = ?",
                "+++ killed by SIGKILL +++"
            })
    void whatAThreadWasKilledBeforeIsNoStep(String rest) throws IOException {
        assertThat(read("12775 1795842160.434880 " + rest)).isEmpty();
    }

    @Test
    void aCallThatIsNotUnderstoodIsAnError() {
        assertThatThrownBy(() -> read("7 1795842160.434880 writev(3<\\x2f\\x66>, [], 1) = 0"))
                .hasMessageStartingWith("What is this? 7 1795842160.434880 writev");
    }
}
