import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.google.debugging.sourcemap.SourceMapConsumerV3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes which class has how many of the script's bytes, as its source map tells: as they are, and by how much the script is
 * shorter in brotli when they are left out, which tells what a class costs beside all the others. The second are estimates, and their
 * sum is not the whole: what two classes have in common, neither is charged for.
 *
 * <p>Arguments: the folder with the script and its map, the file to write.
 */
final class ScriptSizes {
    private static final String NOWHERE = "(no class)";

    private ScriptSizes() {}

    private record Size(String name, int raw, int brotli) {}

    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        var script = Files.readString(folder.resolve("candor.js"));
        Brotli4jLoader.ensureAvailability();
        var whole = brotli(script);
        var table = new StringBuilder("%,8d %,8d  candor.js%n".formatted(script.length(), whole));
        places(script, Files.readString(folder.resolve("candor.js.map"))).entrySet().stream()
                .map(one -> new Size(
                        one.getKey(), one.getValue().cardinality(), whole - brotli(without(script, one.getValue()))))
                .sorted(Comparator.comparing(Size::brotli).reversed())
                .forEach(size -> table.append("%,8d %,8d  %s%n".formatted(size.raw, size.brotli, size.name)));
        Files.writeString(Path.of(args[1]), "     raw   brotli%n".formatted() + table);
    }

    /** Where in the script each class has its characters. The script is one line. */
    private static Map<String, BitSet> places(String script, String map) throws Exception {
        var places = new TreeMap<String, BitSet>();
        var nowhere = new BitSet();
        nowhere.set(0, script.length());
        var read = new SourceMapConsumerV3();
        read.parse(map);
        read.visitMappings((file, name, position, from, to) -> {
            var end = to.getLine() > 0 ? script.length() : to.getColumn();
            places.computeIfAbsent(name(file), none -> new BitSet()).set(from.getColumn(), end);
            nowhere.clear(from.getColumn(), end);
        });
        places.computeIfAbsent(NOWHERE, none -> new BitSet()).or(nowhere);
        return places;
    }

    /** A class of ours by its name after {@code dev.candor}; what is left of TeaVM's and Java's is nobody's. */
    private static String name(String file) {
        return file.endsWith(".java") && !file.startsWith("dev/")
                ? NOWHERE
                : file.replaceFirst("^dev/candor/", "").replace(".java", "").replace('/', '.');
    }

    private static String without(String script, BitSet places) {
        var rest = new StringBuilder();
        for (int at = places.nextClearBit(0); at < script.length(); at = places.nextClearBit(at + 1)) {
            rest.append(script.charAt(at));
        }
        return rest.toString();
    }

    private static int brotli(String text) {
        try {
            return Encoder.compress(
                            text.getBytes(StandardCharsets.UTF_8),
                            new Encoder.Parameters().setQuality(11).setWindow(22))
                    .length;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
