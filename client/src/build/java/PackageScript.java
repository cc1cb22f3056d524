import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.google.debugging.sourcemap.FilePosition;
import com.google.debugging.sourcemap.SourceMapConsumerV3;
import com.google.debugging.sourcemap.SourceMapFormat;
import com.google.debugging.sourcemap.SourceMapGeneratorFactory;
import com.google.debugging.sourcemap.SourceMapParseException;
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
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the script that is served from the one that TeaVM wrote: the tracker's own code on a runtime of a few lines in place of
 * TeaVM's, Closure Compiler (advanced: Java's fields and methods are renamed and inlined, the browser's are not), one function around
 * it all, terser, which finds shorter names, an order that is shorter in brotli, brotli and gzip beside it, and the size held against
 * the budget.
 *
 * <p>Arguments: TeaVM's script, the runtime, the folder to write to, the budget's file, and {@code false} to go without terser and
 * the order, which take longest; the budget then does not count.
 */
final class PackageScript {
    public static void main(String[] args) throws IOException {
        var to = Files.createDirectories(Path.of(args[2]));
        var compiled = compiled(Path.of(args[0]), Path.of(args[1]));
        var whole = !args[4].equals("false");
        Brotli4jLoader.ensureAvailability();
        if (whole) {
            compiled = new Arrangement(Terser.minified(compiled)).shortest();
        }
        var script = compiled.script().getBytes(StandardCharsets.UTF_8);
        var brotli = brotli(script);
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
        var mapped = byLine(Files.readString(from.resolveSibling(from.getFileName() + ".map")));
        var first = compiled(CompilationLevel.ADVANCED_OPTIMIZATIONS, externs, sources, mapped);
        // Where there is no window, on a server that renders pages, the script does nothing. The second time, all is
        // local.
        var head = "\"undefined\"!=typeof window&&function(){try{\n";
        // What is nothing in any case is no member of what becomes JSON. Spaces keep the columns.
        var members = Pattern.compile("\\b\\w+:void 0(?:,|(?=\\}))")
                .matcher(first.script())
                .replaceAll(member -> " ".repeat(member.group().length()));
        var whole = SourceFile.fromCode("candor.js", head + references(members) + "}catch(e){}}()");
        return compiled(
                CompilationLevel.SIMPLE_OPTIMIZATIONS,
                List.of(),
                List.of(whole),
                first.map().replaceFirst("\"lineCount\":\\d+,", "").replaceFirst("\"mappings\":\"", "$0;"));
    }

    /** A function that only calls one without parameters is that one, if its name never stands for anything else. */
    private static String references(String script) {
        return Pattern.compile("\\(\\)=>\\{(\\w+)\\(\\)\\}").matcher(script).replaceAll(call -> {
            var name = call.group(1);
            var values = Pattern.compile("(?<![\\w$.])" + name + "=(?![=>])(\\(\\)=>\\{)?")
                    .matcher(script)
                    .results()
                    .toList();
            return values.size() == 1 && values.get(0).group(1) != null
                    ? name + " ".repeat(call.group().length() - name.length())
                    : call.group();
        });
    }

    /** The source map of TeaVM's script by whole lines: in the tracker's, lines are where they were and columns are not. */
    private static String byLine(String map) throws IOException {
        record Origin(String file, FilePosition position) {}
        var origins = new TreeMap<Integer, Origin>();
        var generator = SourceMapGeneratorFactory.getInstance(SourceMapFormat.V3);
        try {
            var read = new SourceMapConsumerV3();
            read.parse(map);
            read.visitMappings((file, name, position, from, to) ->
                    origins.putIfAbsent(from.getLine(), new Origin(file, position)));
        } catch (SourceMapParseException e) {
            throw new IllegalStateException("TeaVM's source map", e);
        }
        // A line without an origin has that of the line before.
        origins.forEach((line, origin) -> {
            var next = origins.higherKey(line);
            generator.addMapping(
                    origin.file,
                    null,
                    origin.position,
                    new FilePosition(line, 0),
                    new FilePosition(next == null ? line + 1 : next, 0));
        });
        var lines = new StringBuilder();
        generator.appendTo(lines, "candor.js");
        return lines.toString();
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
        // Closure Compiler reads no column beyond the 4,095th: what is compiled once more has short lines.
        options.setLineLengthThreshold(externs.isEmpty() ? Integer.MAX_VALUE : 500);
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

    /** As it is served, and as small as brotli makes it. */
    static byte[] brotli(byte[] bytes) throws IOException {
        return Encoder.compress(bytes, new Encoder.Parameters().setQuality(11).setWindow(22));
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
