package dev.candor.server.command;

import dev.candor.server.store.EventReader;
import dev.candor.server.store.KeptEvent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code export}: the stored events, to work with elsewhere. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the stored events, oldest first: as they were or will be relayed (ndjson), or as rows (csv, parquet).",
            "docs/queries.md has queries of them.",
            "Reads the store in CANDOR_DATA_DIR and changes nothing; the server may be running. Progress goes to standard error."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all events are written",
            "1:the store cannot be read, or the output not written",
            "2:an argument or a setting is wrong"
        })
public final class Export implements Callable<Integer> {
    private static final int EVENTS_A_READ = 2_000;
    private static final int EVENTS_A_LINE = 100_000;
    /** What SQLite adds to the name of the file for those that belong to it. */
    private static final List<String> DATABASE_FILES = List.of("", "-wal", "-shm");

    /** How events are written; the names as on the command line. */
    enum Format {
        ndjson,
        csv,
        parquet
    }

    /** Which events; the names as on the command line. */
    enum State {
        all,
        waiting,
        relayed,
        refused
    }

    /** Says where the store of this configuration is. */
    @FunctionalInterface
    public interface Store {
        Path file() throws Exception;
    }

    private final Store store;
    private final OutputStream standardOutput;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the call.
    private CommandSpec spec;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.")
    private Format format = Format.ndjson;

    @Option(names = "--state", description = "Only events in that state: ${COMPLETION-CANDIDATES}.")
    private State state = State.all;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write; standard output if not given. A file that is there is written over.")
    private @Nullable Path output;

    /** @param standardOutput written to where no file is named */
    public Export(Store store, OutputStream standardOutput) {
        this.store = store;
        this.standardOutput = standardOutput;
    }

    @Override
    public Integer call() throws Exception {
        var file = store.file();
        try (var events = new EventReader(file)) {
            if (output == null) {
                write(events, new Output("Standard output", standardOutput));
            } else {
                try (var out = Output.file(spare(file, output))) {
                    write(events, out);
                }
            }
        }
        return 0;
    }

    /** The output, unless it is the store, or a file that the database has beside it. */
    private Path spare(Path file, Path output) throws IOException {
        if (isOfStore(file, output)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--output': " + output + " belongs to the store; name another file");
        }
        return output;
    }

    private static boolean isOfStore(Path file, Path output) throws IOException {
        if (Files.exists(output)) {
            for (var suffix : DATABASE_FILES) {
                var own = file.resolveSibling(file.getFileName() + suffix);
                if (Files.exists(own) && Files.isSameFile(own, output)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void write(EventReader events, OutputStream unbuffered) throws IOException {
        var out = new BufferedOutputStream(unbuffered);
        var progress = spec.commandLine().getErr();
        long all = events.count();
        long seen = 0;
        long written = 0;
        var form = form(out);
        for (var some = events.after(0, EVENTS_A_READ); !some.isEmpty(); some = next(events, some)) {
            for (var event : some) {
                if (state == State.all || state.name().equals(event.state())) {
                    form.write(event);
                    written++;
                }
                seen++;
                report(progress, seen, all);
            }
        }
        form.end();
        out.flush();
        progress.println(written + " events written");
        progress.flush();
    }

    private Form form(OutputStream out) throws IOException {
        return switch (format) {
            case ndjson -> event -> out.write((event.json() + "\n").getBytes(StandardCharsets.UTF_8));
            case csv -> new Csv(out);
            case parquet -> new Parquet(out);
        };
    }

    private static void report(PrintWriter progress, long seen, long all) {
        if (seen % EVENTS_A_LINE == 0) {
            progress.println(seen + " of " + Math.max(seen, all) + " events read");
            progress.flush();
        }
    }

    private static List<KeptEvent> next(EventReader events, List<KeptEvent> some) throws IOException {
        return events.after(some.get(some.size() - 1).id(), EVENTS_A_READ);
    }
}
