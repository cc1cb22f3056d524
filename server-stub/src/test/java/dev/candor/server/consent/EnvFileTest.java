package dev.candor.server.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvFileTest {
    @TempDir
    Path dir;

    private Path path;
    private EnvFile file;

    @BeforeEach
    void makeFile() {
        path = dir.resolve("docker.env");
        file = new EnvFile(path);
    }

    @Test
    void aMissingFileHasNoVariables() throws Exception {
        assertThat(file.read()).isEmpty();
    }

    @Test
    void aNameWhoseLineSetsNothingIsFound() throws Exception {
        Files.writeString(path, """
                # PORT
                HOST = ::1
                PORT: 8081
                export DO_NOT_TRACK 1
                UNKNOWN
                """);
        assertThat(file.unset(List.of("PORT", "HOST", "DO_NOT_TRACK"))).containsExactly("PORT", "DO_NOT_TRACK");
    }

    @Test
    void linesCommentsQuotesAndExportAreUnderstood() throws Exception {
        Files.writeString(path, """
                # NOT=this
                PORT=8081
                export HOST=0.0.0.0
                  NAME = "two words"
                SINGLE='it # stays'
                TAIL=value # a comment
                EMPTY=
                QUOTED_EMPTY=""
                APOSTROPHE='
                no assignment
                TWICE=1
                TWICE=2
                GREETING="grüß"
                """);
        assertThat(file.read())
                .containsEntry("PORT", "8081")
                .containsEntry("HOST", "0.0.0.0")
                .containsEntry("NAME", "two words")
                .containsEntry("SINGLE", "it # stays")
                .containsEntry("TAIL", "value")
                .containsEntry("EMPTY", "")
                .containsEntry("QUOTED_EMPTY", "")
                .containsEntry("APOSTROPHE", "'")
                .containsEntry("TWICE", "2")
                .containsEntry("GREETING", "grüß")
                .hasSize(10);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            A=1\\nX=false\\nB=2\\n          | A=1\\nX=true\\nB=2\\n
            # c\\r\\nX=false\\r\\nB=2\\r\\n    | # c\\r\\nX=true\\r\\nB=2\\r\\n
            X="false" # why\\nB=2           | X=true # why\\nB=2
            export X = false\\n             | export X = true\\n
            X=\\nB=2                        | X=true\\nB=2
            X=false\\nX=no\\n               | X=true\\nX=true\\n
            A=1                            | A=1\\nX=true\\n
            A=1\\r\\n                       | A=1\\r\\nX=true\\r\\n
            #X=false\\nXY=false\\n          | #X=false\\nXY=false\\nX=true\\n
            `  X=false  \\n\\n\\n# end`      | `  X=true  \\n\\n\\n# end`
            """, delimiter = '|')
    void settingAVariableKeepsEverythingElse(String before, String after) throws Exception {
        Files.writeString(path, before.replace("\\n", "\n").replace("\\r", "\r"));
        file.set("X", "true");
        assertThat(Files.readString(path)).isEqualTo(after.replace("\\n", "\n").replace("\\r", "\r"));
    }

    @Test
    void bytesOfAnyEncodingStay() throws Exception {
        var latin = new byte[] {'#', (byte) 0xe4, (byte) 0xff, '\n', 'X', '=', '1', '\n'};
        Files.write(path, latin);
        file.set("X", "2");
        assertThat(Files.readAllBytes(path))
                .isEqualTo(new byte[] {'#', (byte) 0xe4, (byte) 0xff, '\n', 'X', '=', '2', '\n'});
    }

    @Test
    void permissionsStay() throws Exception {
        Files.writeString(path, "X=1\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        file.set("X", "2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aLinkStaysALink() throws Exception {
        var target = Files.writeString(dir.resolve("real.env"), "X=1\n");
        Files.createSymbolicLink(path, target);
        file.set("X", "2");
        assertThat(path).isSymbolicLink();
        assertThat(target).hasContent("X=2\n");
    }

    @Test
    void aMissingFileIsMade() throws Exception {
        file.set("X", "true");
        assertThat(path).hasContent("X=true\n");
        assertThat(dir.toFile().list()).containsExactly("docker.env");
    }
}
