import com.google.debugging.sourcemap.FilePosition;
import com.google.debugging.sourcemap.SourceMapConsumerV3;
import com.google.debugging.sourcemap.SourceMapFormat;
import com.google.debugging.sourcemap.SourceMapGeneratorFactory;
import com.google.debugging.sourcemap.SourceMapParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The order in which the script's functions are declared. It means nothing to the browser, but brotli finds what is alike in less
 * bytes when it stands together: the order is tried out, by chances that are the same in each build.
 */
final class Arrangement {
    /** With terser, half a minute of the build. 500 found 50 bytes when they came in, 2,000 at most 75. */
    private static final int TRIES = 1_500;
    /** How many functions move together at most. */
    private static final int MOST_TOGETHER = 4;

    private static final Pattern FUNCTION = Pattern.compile("[\\w$]+=\\(*(?:\\([^()]*\\)|[\\w$]+)=>.*", Pattern.DOTALL);
    private static final String CONST = "(function(){try{const ";
    private static final String LET = "let ";
    private static final String QUOTES = "\"'`";
    /** A slash after one of these begins a pattern. */
    private static final String BEFORE_PATTERN = "(,=:[!&|?{};+>";

    /** One declaration, and where it stood. */
    private record Declaration(String text, int place) {
        boolean isFunction() {
            return FUNCTION.matcher(text).matches();
        }
    }

    private final PackageScript.Compiled compiled;
    private final String script;
    /** Where the declarations begin and end. */
    private final int begin;

    private final int end;
    /** What is no function comes first, and keeps its order. */
    private final List<Declaration> names = new ArrayList<>();

    private final List<Declaration> functions = new ArrayList<>();

    Arrangement(PackageScript.Compiled compiled) {
        this.compiled = compiled;
        this.script = compiled.script();
        require(script.indexOf('\n') < 0, "a second line");
        var constants = script.indexOf(CONST) + CONST.length();
        require(constants >= CONST.length(), "no constants");
        this.begin = constants - "const ".length();
        var variables = declarations(constants);
        require(script.startsWith(LET, variables), "no variables after the constants");
        this.end = declarations(variables + LET.length());
    }

    /** The script in the shortest order that was found, and its source map. */
    PackageScript.Compiled shortest() throws IOException {
        var random = new Random(0);
        var best = new ArrayList<>(functions);
        int size = size(best);
        for (int i = 0; i < TRIES; i++) {
            var tried = new ArrayList<>(best);
            int length = 1 + random.nextInt(MOST_TOGETHER);
            int from = random.nextInt(tried.size() - length);
            var together = tried.subList(from, from + length);
            var moved = List.copyOf(together);
            together.clear();
            tried.addAll(random.nextInt(tried.size() + 1), moved);
            int triedSize = size(tried);
            if (triedSize <= size) {
                size = triedSize;
                best = tried;
            }
        }
        return new PackageScript.Compiled(arranged(best), map(best));
    }

    /** Reads the declarations from there to their semicolon, and returns what comes after it. */
    private int declarations(int from) {
        int depth = 0;
        int start = from;
        for (int i = from; ; i++) {
            char c = script.charAt(i);
            if (QUOTES.indexOf(c) >= 0 || (c == '/' && BEFORE_PATTERN.indexOf(script.charAt(i - 1)) >= 0)) {
                i = literal(i);
            } else if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0) {
                depth--;
            } else if (depth == 0 && (c == ',' || c == ';')) {
                var declaration = new Declaration(script.substring(start, i), start);
                (declaration.isFunction() ? functions : names).add(declaration);
                start = i + 1;
                if (c == ';') {
                    return start;
                }
            }
        }
    }

    /** Where the string or pattern ends that begins there. */
    private int literal(int from) {
        char last = script.charAt(from);
        boolean inClass = false;
        for (int i = from + 1; ; i++) {
            char c = script.charAt(i);
            if (c == '\\') {
                i++;
            } else if (last == '/' && (c == '[' || c == ']')) {
                inClass = c == '[';
            } else if (c == last && !inClass) {
                return i;
            }
        }
    }

    private List<Declaration> all(List<Declaration> order) {
        var all = new ArrayList<>(names);
        all.addAll(order);
        return all;
    }

    private String arranged(List<Declaration> order) {
        var texts = all(order).stream().map(Declaration::text).toList();
        return script.substring(0, begin) + LET + String.join(",", texts) + ";" + script.substring(end);
    }

    private int size(List<Declaration> order) throws IOException {
        return PackageScript.brotli(arranged(order).getBytes(StandardCharsets.UTF_8)).length;
    }

    /** The source map, in which what stands in a declaration has moved with it. */
    private String map(List<Declaration> order) throws IOException {
        var moves = new TreeMap<>(Map.of(0, 0));
        int to = begin + LET.length();
        for (var declaration : all(order)) {
            moves.put(declaration.place, to - declaration.place);
            to += declaration.text.length() + 1;
        }
        moves.put(end, to - end);
        record Mapping(String file, String name, FilePosition from, int length) {}
        var mappings = new TreeMap<Integer, Mapping>();
        var generator = SourceMapGeneratorFactory.getInstance(SourceMapFormat.V3);
        try {
            var read = new SourceMapConsumerV3();
            read.parse(compiled.map());
            read.visitMappings((file, name, position, start, stop) -> mappings.put(
                    start.getColumn() + moves.floorEntry(start.getColumn()).getValue(),
                    new Mapping(file, name, position, stop.getColumn() - start.getColumn())));
        } catch (SourceMapParseException e) {
            throw new IllegalStateException("terser's source map", e);
        }
        mappings.forEach((column, mapping) -> generator.addMapping(
                mapping.file,
                mapping.name,
                mapping.from,
                new FilePosition(0, column),
                new FilePosition(0, column + mapping.length)));
        var map = new StringBuilder();
        generator.appendTo(map, "candor.js");
        return map.toString();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(
                    "terser's output has something that the build doesn't understand: " + otherwise);
        }
    }
}
