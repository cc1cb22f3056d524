package dev.candor.server.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFilesTest {
    @TempDir
    Path dir;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private Path openToAll(Path path) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @Test
    void aPrivateFolderIsItsOwnersAlone() throws Exception {
        SafeFiles.privateFolder(dir.resolve("made/inside"));
        assertThat(permissions(dir.resolve("made/inside"))).isEqualTo("rwx------");
        SafeFiles.privateFolder(openToAll(Files.createDirectory(dir.resolve("there"))));
        assertThat(permissions(dir.resolve("there"))).isEqualTo("rwx------");
    }

    @Test
    void aFileThatOthersCouldReadIsTakenFromThem() throws Exception {
        var file = openToAll(Files.writeString(dir.resolve("store"), "events"));
        SafeFiles.privateFile(file);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(file).hasContent("events");
    }

    @Test
    void aSecretIsReadByItsOwnerAlone() throws Exception {
        var file = dir.resolve("token");
        SafeFiles.writePrivate(file, bytes("first, and longer"));
        assertThat(permissions(file)).isEqualTo("rw-------");
        SafeFiles.writePrivate(openToAll(file), bytes("second"));
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(file).hasContent("second");
        assertThat(dir.toFile().list()).containsExactly("token");
    }

    @Test
    void whoReadsWhileAFileIsReplacedReadsTheOldOneWhole() throws Exception {
        var file = Files.writeString(dir.resolve("docker.env"), "PORT=8080\n");
        try (var reader = Files.newBufferedReader(file)) {
            SafeFiles.replace(file, bytes("A=1\nPORT=8081\n"));
            assertThat(reader.readLine()).isEqualTo("PORT=8080");
            assertThat(reader.readLine()).isNull();
        }
        assertThat(file).hasContent("A=1\nPORT=8081\n");
        assertThat(dir.toFile().list()).containsExactly("docker.env");
    }

    @Test
    void whereNothingCanStandBesideItAFileIsWrittenOver() throws Exception {
        // With a dot and a random name around it, this name is longer than a file system allows.
        var file = Files.writeString(dir.resolve("x".repeat(250)), "PORT=8080\n# and more\n");
        SafeFiles.replace(file, bytes("PORT=8081\n"));
        assertThat(file).hasContent("PORT=8081\n");
        assertThat(dir.toFile().list()).hasSize(1);
    }

    @Test
    void whatCannotBePutInItsPlaceLeavesNothingBesideIt() throws Exception {
        var folder = dir.resolve("token");
        Files.createDirectories(folder.resolve("in-the-way"));
        assertThatThrownBy(() -> SafeFiles.writePrivate(folder, bytes("secret")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SafeFiles.replace(folder, bytes("secret"))).isInstanceOf(IOException.class);
        assertThat(dir.toFile().list()).containsExactly("token");
    }

    @Test
    void aReplacedFileStillBelongsToWhomItBelonged() throws Exception {
        var file = Files.writeString(dir.resolve("docker.env"), "PORT=8080\n");
        if ("root".equals(Files.getOwner(file).getName())) {
            // Only root can give a file away; for others it is their own before and after.
            Files.setAttribute(file, "unix:uid", 1234);
            Files.setAttribute(file, "unix:gid", 5678);
        }
        var before = Files.readAttributes(file, "unix:uid,gid");
        SafeFiles.replace(file, bytes("PORT=8081\n"));
        assertThat(Files.readAttributes(file, "unix:uid,gid")).isEqualTo(before);
    }
}
