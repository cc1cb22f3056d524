import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;

/** terser, from its WebJar, in an engine that is the build's own: names and statements in fewer bytes. */
final class Terser {
    private static final String WEBJARS = "META-INF/resources/webjars/";
    /** What makes terser's source maps comes before it. */
    private static final List<String> SCRIPTS = List.of(
            "jridgewell__sourcemap-codec/1.6.0/dist/sourcemap-codec.umd.js",
            "jridgewell__resolve-uri/3.1.2/dist/resolve-uri.umd.js",
            "jridgewell__trace-mapping/0.3.31/dist/trace-mapping.umd.js",
            "jridgewell__gen-mapping/0.3.13/dist/gen-mapping.umd.js",
            "jridgewell__source-map/0.3.11/dist/source-map.umd.js",
            "terser/5.43.1/dist/bundle.min.js");

    // A function in parentheses is compiled at once; any other is first read to its end, and then once more.
    private static final String OPTIONS =
            "{ecma: 2020, compress: {passes: 2, unsafe_arrows: true, pure_getters: true}, format: {wrap_iife: true}, sourceMap: {content: map, filename: 'candor.js'}}";

    // So are the functions that have a name, off the main thread while the script arrives: most of them run in each
    // page.
    private static final String IN_PARENTHESES = """
            Terser.minify('f = () => 0', {compress: false, format: {ast: true, code: false}}).then(it => {
              const functions = Object.getPrototypeOf(it.ast.body[0].body.right);
              const needed = functions.needs_parens;
              functions.needs_parens = function (output) {
                return needed.call(this, output) || /^(VarDef|Assign)$/.test(output.parent().TYPE);
              };
            });""";

    private Terser() {}

    /** The script made shorter, and the source map that leads from it to where the given one leads. */
    static PackageScript.Compiled minified(PackageScript.Compiled from) {
        try (var context = Context.newBuilder("js")
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            for (var script : SCRIPTS) {
                context.eval(Source.create("js", text(WEBJARS + script)));
            }
            var global = context.getBindings("js");
            // At a function's beginning both mean the same, and terser puts more into one statement.
            global.putMember("script", from.script().replace("=>{let ", "=>{var "));
            global.putMember("map", from.map());
            // Promises are settled before eval returns.
            context.eval("js", IN_PARENTHESES);
            context.eval(
                    "js",
                    "var failure, result; Terser.minify({'candor.js': script}, " + OPTIONS
                            + ").then(it => { result = it; }, it => { failure = String(it); });");
            if (!global.getMember("failure").isNull()) {
                throw new IllegalStateException(
                        "terser: " + global.getMember("failure").asString());
            }
            var result = global.getMember("result");
            return new PackageScript.Compiled(
                    result.getMember("code").asString(), result.getMember("map").asString());
        }
    }

    private static String text(String resource) {
        try (var in = Terser.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not among the build's dependencies");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
