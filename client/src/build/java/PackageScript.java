import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.google.javascript.jscomp.CompilationLevel;
import com.google.javascript.jscomp.Compiler;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.SourceFile;
import com.google.javascript.jscomp.SourceMap;
import com.google.javascript.jscomp.SourceMapInput;
import com.google.javascript.jscomp.WarningLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the script that is served from the one that TeaVM wrote: one function around it, so that it leaves no global of its own;
 * Closure Compiler; brotli and gzip beside it; the size held against the budget. Arguments: TeaVM's script, the folder to
 * write to, the budget's file.
 */
final class PackageScript {
    public static void main(String[] args) throws IOException {
        var from = Path.of(args[0]);
        var to = Files.createDirectories(Path.of(args[1]));
        var map = new StringBuilder();
        var script = compiled(from, map).getBytes(StandardCharsets.UTF_8);
        Brotli4jLoader.ensureAvailability();
        var brotli =
                Encoder.compress(script, new Encoder.Parameters().setQuality(11).setWindow(22));
        var gzip = gzip(script);
        Files.write(to.resolve("candor.js"), script);
        Files.write(to.resolve("candor.js.br"), brotli);
        Files.write(to.resolve("candor.js.gz"), gzip);
        Files.writeString(to.resolve("candor.js.map"), map);
        check(
                Path.of(args[2]),
                to.resolve("../../../../candor-size.properties").normalize(),
                script.length,
                gzip.length,
                brotli.length);
    }

    private static String compiled(Path from, StringBuilder map) throws IOException {
        var name = from.getFileName().toString();
        var options = new CompilerOptions();
        CompilationLevel.SIMPLE_OPTIMIZATIONS.setOptionsForCompilationLevel(options);
        WarningLevel.QUIET.setOptionsForWarningLevel(options);
        options.setLanguageIn(CompilerOptions.LanguageMode.ECMASCRIPT_2020);
        options.setLanguageOut(CompilerOptions.LanguageMode.NO_TRANSPILE);
        options.setOutputCharset(StandardCharsets.US_ASCII);
        options.setAssumeStrictThis(false);
        options.setEmitUseStrict(false);
        options.setRenamePrefixNamespace(null);
        options.setSourceMapOutputPath(name + ".map");
        options.setSourceMapFormat(SourceMap.Format.V3);
        options.setSourceMapDetailLevel(SourceMap.DetailLevel.ALL);
        options.setApplyInputSourceMaps(true);
        var compiler = new Compiler(System.err);
        compiler.initOptions(options);
        var source = "(function(){\n" + Files.readString(from).replaceAll("\\R//# sourceMappingURL=.*", "")
                + "\nmain();})();";
        var mapFile = from.resolveSibling(name + ".map");
        if (Files.exists(mapFile)) {
            compiler.addInputSourceMap(
                    name, new SourceMapInput(SourceFile.fromCode(name + ".map", shifted(Files.readString(mapFile)))));
        }
        var result = compiler.compile(List.of(), List.of(SourceFile.fromCode(name, source)), options);
        if (!result.success) {
            throw new IllegalStateException("Closure Compiler: " + result.errors);
        }
        var script = compiler.toSource().strip();
        compiler.getSourceMap().appendTo(map, name);
        return script;
    }

    /** The function's head is a line before TeaVM's first. */
    private static String shifted(String map) {
        return map.replaceFirst("\"mappings\":\"", "\"mappings\":\";");
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

    private static void check(Path budgetFile, Path lastFile, int raw, int gzip, int brotli) throws IOException {
        var budget = read(budgetFile);
        var allowed = Integer.parseInt(budget.getProperty("brotli"));
        var before = Integer.parseInt(budget.getProperty("brotli.last", "0"));
        System.out.printf(
                "candor.js: %,d bytes, gzip %,d, brotli %,d (recorded %,d, difference %+d, budget %,d)%n",
                raw, gzip, brotli, before, brotli - before, allowed);
        if (brotli > allowed) {
            throw new IllegalStateException(
                    "candor.js is " + brotli + " bytes in brotli; size-budget.properties allows " + allowed);
        }
    }

    private static Properties read(Path file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }
}
