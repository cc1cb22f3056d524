package dev.candor.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process did to some files, in order, as {@code strace} saw it.
 *
 * <p>A call that the process was killed in has no result: its line ends in {@code <unfinished ...>},
 * {@code <detached ...>} or {@code ) = ?}. It may have been done, or not.
 */
final class DiskTrace {
    private static final String END = "(?:\\) += (?:(?<result>-?\\d+)|\\?).*| <(?:unfinished|detached) \\.\\.\\.>)";
    private static final Pattern CALL = Pattern.compile(
            "\\d+ +(?<at>\\d+\\.\\d{6}) (?<call>pwrite64|ftruncate|f(?:data)?sync)\\(\\d+<(?<file>[^>]*)>(?:, \"(?<bytes>[^\"]*)\")?"
                    + "(?:, (?<first>\\d+))?(?:, (?<second>\\d+))?" + END);
    private static final Pattern REMOVED =
            Pattern.compile("\\d+ +(?<at>\\d+\\.\\d{6}) unlink\\(\"(?<file>[^\"]*)\"" + END);
    private static final Pattern RESUMED = Pattern.compile(
            "(?<pid>\\d+) +(?<at>\\d+\\.\\d{6}) <\\.\\.\\. f(?:data)?sync resumed>\\) += (?<result>-?\\d+).*");
    /** A thread was killed as it was about to call something: what, can't be read any more, and it was not done. */
    private static final Pattern KILLED_BEFORE = Pattern.compile("\\d+ +\\d+\\.\\d{6} \\?{3,}\\(.*");

    private DiskTrace() {}

    /**
     * One step.
     *
     * @param atMicros when it began, in microseconds since 1970
     * @param offset where the bytes go; of a truncation, the file's new length
     */
    @SuppressWarnings("ArrayRecordComponent") // Steps are not compared.
    record Step(What what, long atMicros, Path file, long offset, byte[] bytes) {}

    enum What {
        WRITE,
        TRUNCATE,
        REMOVE,
        /** What was written to the file before is on disk; of a folder, which files are in it. */
        SYNC
    }

    /** Whether processes may be watched here; if not, what to do about it stands in the answer. */
    static String trouble() throws IOException, InterruptedException {
        try {
            var probe = new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-e", "trace=fsync", "true")
                    .redirectErrorStream(true)
                    .start();
            var said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0
                    ? ""
                    : "strace may watch no process here (in a container: allow SYS_PTRACE): " + said;
        } catch (IOException none) {
            return "there is no strace here; on Debian: apt-get install strace";
        }
    }

    /**
     * What to put before a command, which then runs in the process that was started, with the tracer beside it.
     *
     * @param files and their folder, for which of them it names
     */
    static List<String> watching(Path trace, Path... files) {
        var command = new ArrayList<>(
                List.of("strace", "-D", "-f", "-q", "-y", "-ttt", "--seccomp-bpf", "-xx", "-s", "1048576", "-o"));
        command.add(trace.toString());
        command.addAll(List.of(
                "-e",
                "trace=pwrite64,write,writev,pwritev,ftruncate,unlink,unlinkat,rename,fsync,fdatasync",
                "-e",
                "signal=none"));
        for (var file : files) {
            command.addAll(List.of("-P", file.toString()));
        }
        return command;
    }

    /** Who watches a process. */
    static long tracer(long pid) throws IOException {
        return Long.parseLong(status(pid).replaceFirst("(?s).*\\nTracerPid:\\s*(\\d+)\\n.*", "$1"));
    }

    /** Whether a tracer has written all that it saw. */
    static boolean hasEnded(long tracer) {
        try {
            return status(tracer).contains("\nState:\tZ");
        } catch (IOException gone) {
            return true;
        }
    }

    private static String status(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    }

    /** The steps; a call that is not understood is an error, as what follows from the others would prove nothing. */
    static List<Step> read(Path trace) throws IOException {
        var steps = new ArrayList<Step>();
        var waiting = new HashMap<String, Path>();
        try (var lines = Files.newBufferedReader(trace, StandardCharsets.ISO_8859_1)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var call = CALL.matcher(line);
                var removed = REMOVED.matcher(line);
                var resumed = RESUMED.matcher(line);
                if (call.matches()) {
                    add(call, line, steps, waiting);
                } else if (removed.matches()) {
                    if (!"-1".equals(removed.group("result"))) {
                        steps.add(new Step(What.REMOVE, micros(removed), path(removed), 0, new byte[0]));
                    }
                } else if (resumed.matches()) {
                    var file = waiting.remove(resumed.group("pid"));
                    if (file != null && resumed.group("result").equals("0")) {
                        steps.add(new Step(What.SYNC, micros(resumed), file, 0, new byte[0]));
                    }
                } else if (!line.contains(" resumed>")
                        && !line.contains(" +++ ")
                        && !KILLED_BEFORE.matcher(line).matches()) {
                    throw new IOException("What is this? " + line.substring(0, Math.min(line.length(), 200)));
                }
            }
        }
        return steps;
    }

    private static void add(Matcher call, String line, List<Step> steps, Map<String, Path> waiting) throws IOException {
        var file = path(call);
        var result = call.group("result");
        boolean finished = result != null && !result.startsWith("-");
        switch (call.group("call")) {
            case "pwrite64" -> {
                var bytes = bytes(call.group("bytes"));
                if (bytes.length != Integer.parseInt(call.group("first"))
                        || (finished && bytes.length != Integer.parseInt(result))) {
                    throw new IOException("A write is not there whole");
                }
                steps.add(new Step(What.WRITE, micros(call), file, Long.parseLong(call.group("second")), bytes));
            }
            case "ftruncate" ->
                steps.add(
                        new Step(What.TRUNCATE, micros(call), file, Long.parseLong(call.group("first")), new byte[0]));
            default -> {
                if (!finished) {
                    waiting.put(line.substring(0, line.indexOf(' ')), file);
                } else if (result.equals("0")) {
                    steps.add(new Step(What.SYNC, micros(call), file, 0, new byte[0]));
                }
            }
        }
    }

    private static Path path(Matcher line) throws IOException {
        return Path.of(new String(bytes(line.group("file")), StandardCharsets.UTF_8));
    }

    private static long micros(Matcher line) {
        return Long.parseLong(line.group("at").replace(".", ""));
    }

    /** Of {@code \x53\x51}. */
    private static byte[] bytes(String hex) throws IOException {
        var bytes = new byte[hex.length() / 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte)
                    (Character.digit(hex.charAt(4 * i + 2), 16) << 4 | Character.digit(hex.charAt(4 * i + 3), 16));
        }
        if (4 * bytes.length != hex.length()) {
            throw new IOException("Not in hexadecimal: " + hex.substring(0, Math.min(hex.length(), 40)));
        }
        return bytes;
    }
}
