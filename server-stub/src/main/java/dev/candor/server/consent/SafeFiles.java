package dev.candor.server.consent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Files written whole or not at all, and files that only their owner reads. */
public final class SafeFiles {
    private SafeFiles() {}

    /** Makes a folder, and those above it, that only its owner may enter; one that is there already is narrowed. */
    public static void privateFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        narrow(folder, "rwx------");
    }

    /** Takes a file's permissions from everyone but its owner. */
    public static void privateFile(Path file) throws IOException {
        narrow(file, "rw-------");
    }

    /** Writes a file that only its owner reads, in one step. */
    public static void writePrivate(Path file, byte[] content) throws IOException {
        var fresh = sibling(file);
        try {
            write(fresh, content, true);
            privateFile(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            discard(fresh);
        }
    }

    /**
     * Replaces a file's content and keeps its owner and permissions: in one step where the folder allows it, otherwise (a
     * single file mounted into a container, a folder that is read-only) by writing over it.
     */
    static void replace(Path file, byte[] content) throws IOException {
        var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        var fresh = sibling(target);
        try {
            write(fresh, content, true);
            if (Files.exists(target)) {
                copyOwnership(target, fresh);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException notInOneStep) {
            write(target, content, false);
        } finally {
            discard(fresh);
        }
    }

    /** Where a folder is read-only, deleting what is not there fails too. */
    private static void discard(Path fresh) throws IOException {
        if (Files.exists(fresh)) {
            Files.delete(fresh);
        }
    }

    private static Path sibling(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    private static void write(Path file, byte[] content, boolean fresh) throws IOException {
        var mode = fresh ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE;
        try (var channel = FileChannel.open(file, mode, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.truncate(content.length);
            channel.force(true);
        }
    }

    private static void copyOwnership(Path from, Path to) throws IOException {
        var source = Files.getFileAttributeView(from, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        var target = Files.getFileAttributeView(to, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (source == null || target == null) {
            return;
        }
        var attributes = source.readAttributes();
        var fresh = target.readAttributes();
        if (!fresh.owner().equals(attributes.owner())) {
            target.setOwner(attributes.owner());
        }
        if (!fresh.group().equals(attributes.group())) {
            target.setGroup(attributes.group());
        }
        target.setPermissions(attributes.permissions());
    }

    private static void narrow(Path path, String permissions) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }
}
