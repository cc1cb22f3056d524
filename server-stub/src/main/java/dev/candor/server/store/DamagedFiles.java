package dev.candor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's files that can't be used any more: {@code candor.db.damaged-20261124T100000Z}, and the same with {@code -wal}. What could
 * be read of them is the admin's business; they are deleted with everything else when telemetry is turned off, and when they are older
 * than relayed events may get.
 */
final class DamagedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(DamagedFiles.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String SHARED_MEMORY = "-shm";

    private final Path file;
    private final Path mark;
    private final Clock clock;

    DamagedFiles(Path file, Clock clock) {
        this.file = file;
        this.mark = beside(".suspect");
        this.clock = clock;
    }

    /** Says to the next start that the whole file has to be looked at, which takes a while. */
    void seen() {
        try {
            Files.write(mark, new byte[0]);
        } catch (IOException e) {
            LOG.warn("{} cannot be written", mark);
        }
    }

    boolean wasSeen() {
        return Files.exists(mark);
    }

    void forgetSeen() {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted", mark);
        }
    }

    /** Gives the store's files another name. Nothing is deleted but the index of the log, which SQLite makes anew. */
    void setAside() throws IOException {
        var aside = free();
        Files.move(file, aside);
        if (Files.exists(wal())) {
            setLogAside(aside);
        }
        LOG.error(
                "The store {} is damaged. It is kept as {}, and a new one begins; delete it when nobody needs it any more",
                file,
                aside.getFileName());
    }

    /** The log of a file that was replaced. */
    void setLogAside() throws IOException {
        setLogAside(free());
    }

    private void setLogAside(Path aside) throws IOException {
        Files.move(wal(), logOf(aside));
        Files.deleteIfExists(beside(SHARED_MEMORY));
    }

    Path wal() {
        return logOf(file);
    }

    private static Path logOf(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    private Path free() {
        var ending = ".damaged-" + TIME.format(clock.instant());
        var path = beside(ending);
        for (int i = 2; Files.exists(path) || Files.exists(logOf(path)); i++) {
            path = beside(ending + "-" + i);
        }
        return path;
    }

    /** Deletes those that were set aside before a moment. */
    void deleteOlder(Instant before) throws IOException {
        for (var one : all()) {
            if (Files.getLastModifiedTime(one).toInstant().isBefore(before)) {
                Files.deleteIfExists(one);
            }
        }
    }

    /** Deletes those that were set aside. */
    void delete() throws IOException {
        for (var one : all()) {
            Files.deleteIfExists(one);
        }
    }

    /** Deletes them, and the store's own files. */
    void deleteAll() throws IOException {
        delete();
        for (var one : List.of(file, wal(), beside(SHARED_MEMORY), mark)) {
            Files.deleteIfExists(one);
        }
    }

    private List<Path> all() throws IOException {
        try (var files =
                Files.newDirectoryStream(file.toAbsolutePath().getParent(), file.getFileName() + ".damaged-*")) {
            var all = new ArrayList<Path>();
            files.forEach(all::add);
            return all;
        }
    }

    private Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
