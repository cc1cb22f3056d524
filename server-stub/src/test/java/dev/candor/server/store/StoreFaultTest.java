package dev.candor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.server.FakeClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store's file is damaged, replaced, deleted or locked. */
class StoreFaultTest {
    private static final String DAMAGED = "the store's file is damaged";

    @TempDir
    Path dir;

    private final FakeClock clock = new FakeClock("2026-11-24T10:00:00Z");

    private Path file() {
        return dir.resolve("candor.db");
    }

    private EventStore open() throws IOException {
        return new EventStore(file(), 1 << 28, Duration.ofDays(30), clock);
    }

    private static StoredEvent event(String id) {
        return new StoredEvent(
                id, "{\"messageId\":\"" + id + "\",\"filler\":\"" + "x".repeat(2_000) + "\"}", "[]", null);
    }

    private void fill(EventStore store) throws Exception {
        for (int i = 0; i < 20; i++) {
            int from = i * 100;
            store.append(
                    IntStream.range(from, from + 100)
                            .mapToObj(j -> event("m" + j))
                            .toList(),
                    () -> true);
        }
        // What still stands in the log is read from there, not from the file that gets damaged.
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /** Overwrites all but the first page, as a broken disk or a foreign program may. */
    private void damage(int fromByte) throws IOException {
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            var noise = ByteBuffer.allocate((int) channel.size() - fromByte);
            while (noise.hasRemaining()) {
                noise.put((byte) 0xA5);
            }
            channel.write(noise.flip(), fromByte);
        }
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void damageIsSaidAndNothingIsTakenUntilASoundFileIsInItsPlace() throws Exception {
        try (var store = open()) {
            store.append(List.of(event("before")), () -> true);
            var sound = dir.resolve("backup.db");
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                    var statement = connection.createStatement()) {
                statement.execute("VACUUM INTO '" + sound + "'");
            }
            fill(store);
            damage(4096);
            assertThatThrownBy(() -> store.latest(5_000)).isInstanceOf(IOException.class);
            assertThat(store.trouble()).isEqualTo(DAMAGED);
            assertThatThrownBy(() -> store.append(List.of(event("refused")), () -> true))
                    .isInstanceOf(IOException.class);
            Files.move(sound, file(), StandardCopyOption.REPLACE_EXISTING);
            assertThat(store.trouble()).isNull();
            assertThat(store.append(List.of(event("after")), () -> true)).isTrue();
            assertThat(store.latest(10))
                    .extracting(KeptEvent::json)
                    .containsExactly(event("after").json(), event("before").json());
        }
    }

    @Test
    void theNextStartSetsTheDamagedFileAsideAndBeginsANewOne() throws Exception {
        try (var store = open()) {
            fill(store);
            damage(4096);
            assertThatThrownBy(() -> store.latest(5_000)).isInstanceOf(IOException.class);
        }
        assertThat(files()).contains("candor.db.suspect");
        long size = Files.size(file());
        try (var store = open()) {
            assertThat(store.trouble()).isNull();
            assertThat(store.counts().waiting()).isZero();
            assertThat(store.append(List.of(event("new")), () -> true)).isTrue();
            assertThat(files()).contains("candor.db.damaged-20261124T100000Z").doesNotContain("candor.db.suspect");
            assertThat(Files.size(dir.resolve("candor.db.damaged-20261124T100000Z")))
                    .isEqualTo(size);
        }
        try (var store = open()) {
            assertThat(store.counts().waiting()).isEqualTo(1);
        }
    }

    @Test
    void whatIsNoDatabaseIsSetAsideAtTheStart() throws Exception {
        Files.writeString(file(), "This is no database. ".repeat(1_000));
        try (var store = open()) {
            assertThat(store.append(List.of(event("new")), () -> true)).isTrue();
            assertThat(Files.readString(dir.resolve("candor.db.damaged-20261124T100000Z")))
                    .startsWith("This is no database.");
        }
    }

    @Test
    void aSecondDamagedFileDoesNotTakeTheFirstOnesPlace() throws Exception {
        for (var text : List.of("first", "second")) {
            Files.writeString(file(), text.repeat(1_000));
            open().close();
        }
        assertThat(files().stream().filter(name -> name.contains(".damaged-"))).hasSize(2);
    }

    @Test
    void aFileThatWasDeletedIsNotWrittenToAnyMore() throws Exception {
        try (var store = open()) {
            store.append(List.of(event("a")), () -> true);
            Files.delete(file());
            store.append(List.of(event("b")), () -> true);
        }
        try (var store = open()) {
            assertThat(store.latest(10))
                    .extracting(KeptEvent::json)
                    .containsExactly(event("b").json());
        }
    }

    @Test
    void offDeletesDamagedFilesToo() throws Exception {
        Files.writeString(file(), "This is no database. ".repeat(1_000));
        try (var store = open()) {
            fill(store);
            damage(4096);
            assertThatThrownBy(() -> store.latest(5_000)).isInstanceOf(IOException.class);
            store.erase();
            assertThat(store.latest(10)).isEmpty();
            assertThat(store.trouble()).isNull();
        }
        assertThat(files()).containsExactly("candor.db");
        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).doesNotContain("messageId");
    }

    @Test
    void damagedFilesGoWhenRelayedEventsWould() throws Exception {
        Files.writeString(file(), "This is no database. ".repeat(1_000));
        try (var store = open()) {
            var aside = dir.resolve("candor.db.damaged-20261124T100000Z");
            Files.setLastModifiedTime(aside, FileTime.from(clock.instant()));
            clock.advance(Duration.ofDays(29));
            store.tidy();
            assertThat(aside).exists();
            clock.advance(Duration.ofDays(2));
            store.tidy();
            assertThat(aside).doesNotExist();
        }
    }

    @Test
    void aStoreThatIsLockedAtTheStartIsOpenedLater() throws Exception {
        open().close();
        var other = DriverManager.getConnection("jdbc:sqlite:" + file());
        try (var statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");
        }
        try (var store = open()) {
            assertThat(store.trouble()).isEqualTo("the store is locked by another program");
            other.close();
            assertThat(store.trouble()).isNull();
            assertThat(store.append(List.of(event("a")), () -> true)).isTrue();
        }
    }

    @Test
    void aFileOfANewerVersionStopsTheStart() throws Exception {
        open().close();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = other.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("newer version of Candor");
        assertThat(files()).containsExactly("candor.db");
    }
}
