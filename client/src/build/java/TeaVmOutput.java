import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of TeaVM's output is ours: the declarations by name, the classes, their methods, and the strings that both share. Making and
 * initializing an object are read as one step.
 */
final class TeaVmOutput {
    static final String OURS = "dc[ce]\\w*_[\\w$]*";
    /** The one class of the JDK whose methods are called; the runtime has them. */
    private static final String LIST = "ju_ArrayList";

    private static final Pattern LAMBDA = Pattern.compile(".*\\$lambda\\$_\\d+_\\d+");
    private static final Pattern DECLARATION =
            Pattern.compile("^    (?:let |function )?([A-Za-z$][\\w$]*)(?: = |\\(|,$|;$)");
    private static final Pattern BUILDER =
            Pattern.compile("^(\\s*)((?:jl_StringBuilder_append\\d*\\()+)([\\w$]+), ", Pattern.MULTILINE);
    private static final Pattern MADE =
            Pattern.compile("^(\\s*)(" + OURS + "__init_\\d*)\\(((?!var_)[^,()]+)(?:, )?(.*)\\);$");
    private static final Pattern STRING =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"(?:\\s*\\+\\s*\"(?:[^\"\\\\]|\\\\.)*\")*", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("(?<=[\\[ ])(" + OURS + "|" + LIST
            + "), (?:0|\"[^\"]*\"(?:, -?\\d+)?), ([\\w$]+), \\[([^\\]]*)\\], \\d+, (?:0|\\[[^\\]]*\\]),"
            + " (?:0|\\(\\) => [\\w$]+\\(\\)), (?=\\[|0)");
    private static final Pattern METHOD =
            Pattern.compile("(\\[[^\\]]*\\]|\"[^\"]+\"), \\$rt_wrapFunction(\\d)\\((" + OURS + "|ju_\\w+)\\)");

    /** A method that is called through its object. */
    record Method(String type, String name, int arity, String function) {}

    private final List<String> lines;
    /** Where the declarations of ours begin and end. */
    private final Map<String, int[]> places = new LinkedHashMap<>();

    private final Map<String, String> parents = new LinkedHashMap<>();
    private final List<Method> methods = new ArrayList<>();

    TeaVmOutput(List<String> lines) {
        this.lines = new ArrayList<>(lines);
        // Making and initializing an object are one step, but in the functions that do just that.
        this.lines.replaceAll(
                line -> MADE.matcher(line.replaceAll("(?<!let var_\\d{1,3} = )new " + OURS + "(?:\\(\\))?(?=;)", "null")
                                .replaceAll("(?<=eraseClinit\\()" + OURS, ""))
                        .replaceAll("$1$3 = $2\\$made($4);"));
        this.lines.replaceAll(line -> BUILDER.matcher(line).replaceAll("$1$3 = $2$3, "));
        places();
        classes();
    }

    private void places() {
        String name = null;
        for (int i = 0; i < lines.size(); i++) {
            var declaration = DECLARATION.matcher(lines.get(i));
            if (lines.get(i).startsWith("    $rt_metadata(")) {
                name = null;
            } else if (declaration.find()) {
                name = declaration.group(1).matches(OURS) ? declaration.group(1) : null;
                if (name != null) {
                    require(!places.containsKey(name), "a name declared twice", name);
                    places.put(name, new int[] {i, i});
                }
            }
            if (name != null) {
                places.get(name)[1] = i;
            }
        }
    }

    private void classes() {
        var all = String.join("\n", lines);
        var from = all.indexOf("    $rt_metadata([");
        var metadata = all.substring(from, all.indexOf("    let $rt_charArrayCls", from))
                .replaceAll("\\s+", " ");
        var found = CLASS.matcher(metadata);
        while (found.find()) {
            var type = found.group(1);
            if (!type.equals(LIST)) {
                require(found.group(2).matches("jl_(Object|Record)"), "a superclass of ours", found.group());
                parents.put(type, found.group(2));
            }
            var rest = metadata.substring(found.end());
            var entry = rest.startsWith("0") ? "" : rest.substring(0, rest.indexOf(")]") + 1);
            var method = METHOD.matcher(entry);
            while (method.find()) {
                for (var name : method.group(1).replaceAll("[\\[\\]\" ]", "").split(",")) {
                    // Constructors, and methods that no interface has, are called by their own names.
                    if (!name.startsWith("$_init_") && !found.group(3).isEmpty()) {
                        methods.add(new Method(type, name, Integer.parseInt(method.group(2)), method.group(3)));
                    }
                }
            }
            entry = entry.replaceAll("\"\\$_init_\\d*\", function\\(", "");
            require(type.equals(LIST) || !entry.contains("function("), "a method of more than four parameters", entry);
        }
    }

    /** How many lines there are, ours and others. */
    int length() {
        return lines.size();
    }

    /** The names of what is declared, in their order. */
    Set<String> names() {
        return places.keySet();
    }

    boolean declares(String name) {
        return places.containsKey(name);
    }

    /** Where a declaration begins, counted from 0. */
    int firstLine(String name) {
        return places.get(name)[0];
    }

    int lastLine(String name) {
        return places.get(name)[1];
    }

    /** The names of the classes. */
    Set<String> types() {
        return parents.keySet();
    }

    List<Method> methods() {
        return methods;
    }

    /** A declaration, without what makes it one. */
    String text(String name) {
        var place = places.get(name);
        var text = String.join("\n", lines.subList(place[0], place[1] + 1)).stripTrailing();
        return text.startsWith("    function ")
                ? text
                : text.strip().replaceFirst("^let ", "").replaceFirst("[,;]$", "");
    }

    /** The pool of strings, as literals. */
    List<String> strings() {
        var all = String.join("\n", lines);
        var from = all.indexOf("    $rt_stringPool([");
        return STRING.matcher(all.substring(from, all.indexOf("]);\n", from)))
                .results()
                .map(match -> match.group().replaceAll("\"\\s*\\+\\s*\"", ""))
                .toList();
    }

    /** Calls with which an object of a class is made. */
    static Pattern making(String type) {
        return Pattern.compile("(?<![\\w$])" + Pattern.quote(type) + "__init_\\d*(?:\\$made)?\\(");
    }

    static boolean isLambda(String type) {
        return LAMBDA.matcher(type).matches();
    }

    /** The class whose method that is. */
    static String owner(String name) {
        return name.replaceFirst("^([^_]+_[^_]+)_.*", "$1");
    }

    /** What a function takes; of a method, the object first. */
    static List<String> parameters(String function) {
        var list = function.substring(function.indexOf(" = ") + 3, function.indexOf("=>"))
                .replaceAll("[() ]", "");
        return List.of(list.split(","));
    }

    /** Stops the build at what it does not understand. */
    static void require(boolean condition, String what, String where) {
        if (!condition) {
            throw new IllegalStateException(
                    "TeaVM's output has something that the build doesn't understand: " + what + "\n" + where);
        }
    }
}
