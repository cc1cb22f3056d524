package dev.candor.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.store.EventStore;
import dev.candor.server.store.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Where {@code export} writes, and what it says when it cannot. */
class ExportTest {
    private static final String EVENT = "{\"event\":\"CLICK\",\"messageId\":\"m\"}";

    @TempDir
    Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private Path store;

    @BeforeEach
    void fill() throws Exception {
        store = dir.resolve("candor.db");
        try (var events = new EventStore(store, Long.MAX_VALUE)) {
            events.append(List.of(new StoredEvent("m", EVENT, "[]", null)), () -> true);
        }
    }

    /** As the command line does: one line for what goes wrong. */
    private int export(OutputStream standardOutput, String... arguments) {
        return new CommandLine(new Export(() -> store, standardOutput))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    line.getErr().println(exception.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "csv", "parquet"})
    void standardOutputHasWhatAFileWouldHave(String format) throws Exception {
        var file = dir.resolve("events");
        assertThat(export(out, "--format", format)).isZero();
        assertThat(export(out, "--format", format, "-o", file.toString())).isZero();
        assertThat(out.toByteArray()).isNotEmpty().isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void anOutputThatFailsIsNamedAndNothingIsSaidToBeWritten() {
        var full = new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThat(export(full)).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("Standard output cannot be written: No space left on device\n");
    }

    @ParameterizedTest
    @CsvSource({"nowhere/events, there is no such folder", "'', Is a directory"})
    void aFileThatCannotBeMadeIsNamed(String name, String reason) {
        var file = dir.resolve(name);
        assertThat(export(out, "-o", file.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines(file + " cannot be written: " + reason + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"candor.db", "candor.db-wal", "../store/candor.db", "link"})
    void theStoreIsNotWrittenOver(String name) throws Exception {
        dir = Files.createDirectory(dir.resolve("store"));
        store = Files.move(store, dir.resolve("candor.db"));
        Files.createSymbolicLink(dir.resolve("link"), store);
        Files.writeString(dir.resolve("candor.db-wal"), "");
        var before = Files.readAllBytes(store);
        assertThat(export(out, "-o", dir.resolve(name).toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--output", "belongs to the store; name another file");
        assertThat(Files.readAllBytes(store)).isEqualTo(before);
    }
}
