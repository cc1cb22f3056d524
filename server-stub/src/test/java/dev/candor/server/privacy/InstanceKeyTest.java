package dev.candor.server.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceKeyTest {
    private static final String GIVEN = "0b".repeat(20);

    @TempDir
    Path dir;

    private Path file() {
        return dir.resolve(InstanceKey.FILE);
    }

    private InstanceKey key() {
        return new InstanceKey(file());
    }

    @Test
    void theHashIsTheOneOfRfc4231() {
        assertThat(new InstanceKey(file(), GIVEN).hash("Hi There"))
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assertThat(new InstanceKey(file(), GIVEN).uuid("Hi There")).isEqualTo("b0344c61-d8db-8853-9ca8-afceaf0bf12b");
    }

    @Test
    void theSameValueGivesTheSameHashAcrossRestarts() {
        var hash = key().hash("ann");
        assertThat(key().hash("ann")).isEqualTo(hash);
        assertThat(key().hash("bob")).isNotEqualTo(hash);
    }

    @Test
    void theKeyIsRandomAndItsOwnersAlone() throws Exception {
        key().hash("ann");
        assertThat(Files.readString(file())).matches("[0-9a-f]{64}").doesNotMatch("(..)\\1*");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsHashedAfterADeletionIsUnderANewKey() throws Exception {
        var key = key();
        var before = key.hash("ann");
        key.delete();
        assertThat(file()).doesNotExist();
        assertThat(key.hash("ann")).isNotEqualTo(before);
    }

    @Test
    void aKeyThatWasDeletedBesideTheRunningServerIsNotUsedAnyMore() throws Exception {
        var key = key();
        var before = key.hash("ann");
        assertThat(key.hash("ann")).isEqualTo(before);
        Files.delete(file());
        assertThat(key.hash("ann")).isNotEqualTo(before).isEqualTo(key().hash("ann"));
    }

    @Test
    void aKeyThatNodesShareStandsInNoFileAndOutlivesADeletion() throws Exception {
        var node = new InstanceKey(file(), GIVEN);
        var hash = node.hash("ann");
        assertThat(new InstanceKey(dir.resolve("of-another-node"), GIVEN).hash("ann"))
                .isEqualTo(hash);
        node.delete();
        assertThat(node.hash("ann")).isEqualTo(hash);
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void whereTheKeyCannotBeKeptNothingIsHashed() throws Exception {
        Files.createDirectories(file().resolve("in-the-way"));
        assertThatThrownBy(() -> key().hash("ann"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageNotContaining("ann");
    }
}
