import com.google.debugging.sourcemap.FilePosition;
import com.google.debugging.sourcemap.SourceMapConsumerV3;
import com.google.debugging.sourcemap.SourceMapFormat;
import com.google.debugging.sourcemap.SourceMapGeneratorFactory;
import com.google.debugging.sourcemap.SourceMapParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The order in which the script's functions are declared. It means nothing to the browser, but brotli finds what is alike in less
 * bytes when it stands together: the order is tried out, by chances that are the same in each build.
 */
final class Arrangement {
    /** With terser, half a minute of the build. 500 found 50 bytes when they came in, 2,000 at most 75. */
    private static final int TRIES = 1_500;
    /** How many functions move together at most. */
    private static final int MOST_TOGETHER = 4;

    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

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

    /** So many functions, from the one at that place on, moved to another place among those that are left. */
    private record Move(int length, int from, int to) {
        static Move random(Random random, int functions) {
            int length = 1 + random.nextInt(MOST_TOGETHER);
            return new Move(length, random.nextInt(functions - length), random.nextInt(functions - length + 1));
        }

        List<Declaration> of(List<Declaration> order) {
            var moved = new ArrayList<>(order);
            var together = moved.subList(from, from + length);
            var them = List.copyOf(together);
            together.clear();
            moved.addAll(to, them);
            return moved;
        }
    }

    /**
     * The script in the shortest order that was found, and its source map. As most moves make it no shorter, some are tried at the same
     * time, each as if those before it were refused; the order that is found is that of one after the other.
     */
    PackageScript.Compiled shortest() throws IOException {
        var random = new Random(0);
        var moves = Stream.generate(() -> Move.random(random, functions.size()))
                .limit(TRIES)
                .toList();
        var best = functions;
        int size = size(best);
        for (int next = 0; next < TRIES; ) {
            var tried = moves.subList(next, Math.min(next + AT_ONCE, TRIES));
            var order = best;
            var sizes = tried.parallelStream().map(move -> size(move.of(order))).toList();
            for (int i = 0; i < sizes.size() && best == order; i++, next++) {
                if (sizes.get(i) <= size) {
                    size = sizes.get(i);
                    best = tried.get(i).of(order);
                }
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

    private int size(List<Declaration> order) {
        try {
            return PackageScript.brotli(arranged(order).getBytes(StandardCharsets.UTF_8)).length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
