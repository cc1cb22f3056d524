import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.google.javascript.jscomp.CheckLevel;
import com.google.javascript.jscomp.CommandLineRunner;
import com.google.javascript.jscomp.CompilationLevel;
import com.google.javascript.jscomp.Compiler;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.DiagnosticGroups;
import com.google.javascript.jscomp.SourceFile;
import com.google.javascript.jscomp.SourceMap;
import com.google.javascript.jscomp.SourceMapInput;
import com.google.javascript.jscomp.WarningLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the script that is served from the one that TeaVM wrote: the tracker's own code on a runtime of a few lines in place of
 * TeaVM's, Closure Compiler (advanced: Java's fields and methods are renamed and inlined, the browser's are not), one function around
 * it all, terser, which finds shorter names, brotli and gzip beside it, and the size held against the budget.
 *
 * <p>Arguments: TeaVM's script, the runtime, the folder to write to, the budget's file, and {@code false} to go without terser, which takes
 * longest; the budget then does not count.
 */
final class PackageScript {
    public static void main(String[] args) throws IOException {
        var to = Files.createDirectories(Path.of(args[2]));
        var compiled = compiled(Path.of(args[0]), Path.of(args[1]));
        var whole = !args[4].equals("false");
        if (whole) {
            compiled = Terser.minified(compiled);
        }
        var script = compiled.script().getBytes(StandardCharsets.UTF_8);
        Brotli4jLoader.ensureAvailability();
        var brotli =
                Encoder.compress(script, new Encoder.Parameters().setQuality(11).setWindow(22));
        var gzip = gzip(script);
        Files.write(to.resolve("candor.js"), script);
        Files.write(to.resolve("candor.js.br"), brotli);
        Files.write(to.resolve("candor.js.gz"), gzip);
        Files.writeString(to.resolve("candor.js.map"), compiled.map());
        if (whole) {
            check(Path.of(args[3]), script.length, gzip.length, brotli.length);
        }
    }

    /** A script and its source map. */
    record Compiled(String script, String map) {}

    private static Compiled compiled(Path from, Path runtime) throws IOException {
        var tracker = new TeaVmTracker(Files.readAllLines(from)).source();
        Files.writeString(from.resolveSibling("tracker.js"), tracker);
        var externs = new ArrayList<>(CommandLineRunner.getBuiltinExterns(CompilerOptions.Environment.BROWSER));
        externs.add(SourceFile.fromCode("names.js", externs(tracker)));
        var sources = List.of(
                SourceFile.fromCode("runtime.js", Files.readString(runtime)),
                SourceFile.fromCode("candor.js", tracker));
        var mapped = Files.readString(from.resolveSibling(from.getFileName() + ".map"));
        var first = compiled(CompilationLevel.ADVANCED_OPTIMIZATIONS, externs, sources, mapped);
        // Where there is no window, on a server that renders pages, the script does nothing. The second time, all is
        // local.
        var head = "\"undefined\"!=typeof window&&function(){try{\n";
        // What is nothing in any case is no member of what becomes JSON.
        var members = Pattern.compile("\\b\\w+:void 0(?:,|(?=\\}))")
                .matcher(first.script())
                .replaceAll(member -> " ".repeat(member.group().length()));
        var whole = SourceFile.fromCode("candor.js", head + members + "}catch(e){}}()");
        return compiled(
                CompilationLevel.SIMPLE_OPTIMIZATIONS,
                List.of(),
                List.of(whole),
                first.map().replaceFirst("\"lineCount\":\\d+,", "").replaceFirst("\"mappings\":\"", "$0;"));
    }

    private static Compiled compiled(
            CompilationLevel level, List<SourceFile> externs, List<SourceFile> sources, String inputMap)
            throws IOException {
        var options = new CompilerOptions();
        level.setOptionsForCompilationLevel(options);
        WarningLevel.QUIET.setOptionsForWarningLevel(options);
        options.setWarningLevel(
                DiagnosticGroups.UNDEFINED_VARIABLES, externs.isEmpty() ? CheckLevel.OFF : CheckLevel.ERROR);
        options.setLanguageIn(CompilerOptions.LanguageMode.ECMASCRIPT_2020);
        options.setLanguageOut(CompilerOptions.LanguageMode.NO_TRANSPILE);
        options.setOutputCharset(StandardCharsets.US_ASCII);
        options.setEmitUseStrict(false);
        options.setTrustedStrings(true);
        // A function that holds a lambda may be inlined.
        options.setAssumeClosuresOnlyCaptureReferences(true);
        options.setLineLengthThreshold(Integer.MAX_VALUE);
        options.setSourceMapOutputPath("candor.js.map");
        options.setSourceMapFormat(SourceMap.Format.V3);
        options.setSourceMapDetailLevel(SourceMap.DetailLevel.ALL);
        options.setApplyInputSourceMaps(true);
        var compiler = new Compiler(System.err);
        compiler.initOptions(options);
        compiler.addInputSourceMap("candor.js", new SourceMapInput(SourceFile.fromCode("candor.js.map", inputMap)));
        var result = compiler.compile(externs, sources, options);
        if (!result.success) {
            throw new IllegalStateException("Closure Compiler: " + result.errors);
        }
        var script = compiler.toSource().strip();
        var map = new StringBuilder();
        compiler.getSourceMap().appendTo(map, "candor.js");
        return new Compiled(script, map.toString());
    }

    /** Names of members that are not Java's (which begin with a dollar sign): they are the browser's, or on the wire. */
    private static String externs(String source) {
        return Pattern.compile("(?<=\\.)[A-Za-z_]\\w*|\\b[A-Za-z_]\\w*(?= :)")
                .matcher(source)
                .results()
                .map(match -> "Object.prototype." + match.group() + ";")
                .distinct()
                .sorted()
                .collect(Collectors.joining(
                        "\n", "var localStorage, addEventListener, removeEventListener, Temporal;\n", ""));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static void check(Path budgetFile, int raw, int gzip, int brotli) throws IOException {
        var budget = new Properties();
        try (var in = Files.newBufferedReader(budgetFile)) {
            budget.load(in);
        }
        var allowed = Integer.parseInt(budget.getProperty("brotli"));
        var before = Integer.parseInt(budget.getProperty("brotli.last"));
        System.out.printf(
                "candor.js: %,d bytes, gzip %,d, brotli %,d (recorded %,d, difference %+d, budget %,d)%n",
                raw, gzip, brotli, before, brotli - before, allowed);
        if (brotli > allowed) {
            throw new IllegalStateException(
                    "candor.js is " + brotli + " bytes in brotli; size-budget.properties allows " + allowed);
        }
    }
}
