import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The part of TeaVM's output that was made from our own classes, in a form that Closure Compiler sees through: a lambda is a
 * function, a record an object literal, a wrapper around one value of the browser that value itself. Each line stays where it
 * was, so that the source map fits. Whatever it doesn't understand stops the build.
 */
final class TeaVmTracker {
    private static final String OURS = "dc[ce]\\w*_[\\w$]*";
    private static final String SINGLE = "the";
    /** The one class of the JDK whose methods are called; the runtime has them. */
    private static final String LIST = "ju_ArrayList";

    private static final Pattern LAMBDA = Pattern.compile(".*\\$lambda\\$_\\d+_\\d+");
    private static final Set<String> WRAPPERS = Set.of("dccj_JsValue", "dccj_JsElement", "dccj_JsCall");
    private static final Pattern DECLARATION =
            Pattern.compile("^    (?:let |function )?([A-Za-z$][\\w$]*)(?: = |\\(|,$|;$)");
    private static final Pattern BUILDER =
            Pattern.compile("^(\\s*)((?:jl_StringBuilder_append\\d*\\()+)([\\w$]+), ", Pattern.MULTILINE);
    private static final Pattern MADE =
            Pattern.compile("^(\\s*)(" + OURS + "__init_\\d*)\\(((?!var_)[^,()]+)(?:, )?(.*)\\);$");
    private static final Pattern PATTERN =
            Pattern.compile("dccj_JsPatterns_(matches|replaceAll)\\([^\",]*, (\"(?:[^\"\\\\]|\\\\.)*\"), ");
    private static final Pattern STRING =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"(?:\\s*\\+\\s*\"(?:[^\"\\\\]|\\\\.)*\")*", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("(?<=[\\[ ])(" + OURS + "|" + LIST
            + "), (?:0|\"[^\"]*\"(?:, -?\\d+)?), ([\\w$]+), \\[([^\\]]*)\\], \\d+, (?:0|\\[[^\\]]*\\]),"
            + " (?:0|\\(\\) => [\\w$]+\\(\\)), (?=\\[|0)");
    private static final Pattern METHOD =
            Pattern.compile("(\\[[^\\]]*\\]|\"[^\"]+\"), \\$rt_wrapFunction(\\d)\\((" + OURS + "|ju_\\w+)\\)");
    private static final Pattern FIELD =
            Pattern.compile("^\\s*(?:\\$this|var\\$0)\\.(\\$[\\w$]+) = ([\\w$]+);$", Pattern.MULTILINE);

    /** The record of text that is JSON already: it is parsed as soon as it is made. */
    private static final String RAW = "dce_RawJson";
    /** What is put together of strings begins with the first of them, not with the empty one of a builder. */
    private static final Pattern BEGUN = Pattern.compile(
            "([\\w$]+) = jl_StringBuilder__init_\\(\\);(\\s*)\\1 = ([^;]*?)jl_StringBuilder_append0?\\(\\1, ");

    private static final Pattern WRITTEN =
            Pattern.compile("return (dccj_JsonWriters_\\w+Of\\$js_body\\$_\\d+)\\((.*)\\);");

    private record Method(String type, String name, int arity, String function) {}

    private final List<String> lines;
    /** Where the declarations of ours begin and end. */
    private final Map<String, int[]> places = new LinkedHashMap<>();

    private final Map<String, String> parents = new LinkedHashMap<>();
    private final List<Method> methods = new ArrayList<>();
    private final Set<String> plain = new TreeSet<>();
    private final Set<String> singletons = new TreeSet<>();
    private final Set<String> makers = new TreeSet<>();
    private final Map<String, String> singleFields = new LinkedHashMap<>();

    TeaVmTracker(List<String> lines) {
        this.lines = new ArrayList<>(lines);
        // Making and initializing an object are one step, but in the functions that do just that.
        this.lines.replaceAll(
                line -> MADE.matcher(line.replaceAll("(?<!let var_\\d{1,3} = )new " + OURS + "(?:\\(\\))?(?=;)", "null")
                                .replaceAll("(?<=eraseClinit\\()" + OURS, ""))
                        .replaceAll("$1$3 = $2\\$made($4);"));
        this.lines.replaceAll(line -> BUILDER.matcher(line).replaceAll("$1$3 = $2$3, "));
        places();
        classes();
        makers();
        singletons();
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

    /** Classes of which there is just one object: what the wiring makes once, and what that makes once as it is made. */
    private void singletons() {
        var roots = Set.of("dcc_Main_main", "dccj_JsBrowser_all");
        int before;
        do {
            before = singletons.size();
            for (var type : parents.keySet()) {
                var making = Pattern.compile("(?<![\\w$])" + Pattern.quote(type) + "__init_\\d*(?:\\$made)?\\(");
                int times = 0;
                var once = true;
                for (var place : places.keySet()) {
                    var count = place.startsWith(type + "__init_")
                            ? 0
                            : (int) making.matcher(text(place)).results().count();
                    times += count;
                    once &= count == 0
                            || roots.contains(place)
                            || place.matches("dcc_Wiring_(?!lambda).*")
                            || singletons.contains(place.replaceFirst("__init_\\d*$", ""));
                }
                if (times == 1 && once && !isLambda(type) && !WRAPPERS.contains(type)) {
                    singletons.add(type);
                }
            }
        } while (singletons.size() > before);
    }

    String source() {
        var strings = strings();
        var kept = new String[lines.size()];
        Arrays.fill(kept, "");
        places.forEach((name, place) -> kept[place[0]] = declaration(name, place));
        var source = new StringBuilder();
        for (int i = 0; i < kept.length; i++) {
            // A declaration of several lines keeps its line breaks.
            var skipped = (int) kept[i].chars().filter(c -> c == '\n').count();
            source.append(kept[i]).append('\n');
            i += skipped;
        }
        var text = source.toString();
        text = text.replaceAll("(?m)(?<=^        |let a = this; )j[lu]_\\w+\\.call\\((?:this|a)\\);", "");
        text = Pattern.compile("\\$rt_s\\((\\d+)\\)")
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(strings.get(Integer.parseInt(match.group(1)))));
        for (var method : methods) {
            if (!text.contains("." + method.name + "(")) {
                continue;
            }
            for (var other : methods) {
                require(
                        !other.name.equals(method.name)
                                || other.type.equals(method.type)
                                || (isLambda(method.type) && isLambda(other.type)),
                        "a method that needs another name, as " + other.function + " has it",
                        method.function);
            }
            text = isLambda(method.type) ? text.replace("." + method.name + "(", "(") : staticCalls(text, method);
        }
        for (var field : plain) {
            text = text.replaceAll("\\." + Pattern.quote(field) + "(?![\\w$])", "");
        }
        text = text.replace(".$booleanValue()", "");
        text = PATTERN.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1).equals("matches")
                                ? expression(match.group(2)) + "i.test("
                                : "constant_replace(" + expression(match.group(2)) + "gi, "));
        // Wrapping nothing is nothing; the class with the main method has nothing to initialize.
        text = text.replaceAll("([\\w$]+) === null \\? null : dccj_Js(?:Value|Element)__init_\\w*\\(\\1\\)", "$1")
                .replace("dcc_Main_$callClinit();", "");
        text = characters(text);
        // What is made JSON to be put into JSON is put there as it is.
        text = text.replaceAll(RAW + "__init_\\w*(?:\\$made)?\\(dccj_JsValue_json\\((\\$\\w+)\\)\\)", "$1");
        text = BEGUN.matcher(text).replaceAll("$2$1 = $3(");
        // Java's booleans are numbers; nothing here tells them from the browser's.
        text = text.replaceAll(" \\? 1 : 0(?=[);])", "");
        for (var field : singleFields.keySet()) {
            text = asVariable(text, field);
        }
        text = singleFields.entrySet().stream()
                        .map(field -> "let " + SINGLE + field.getKey() + field.getValue() + "; ")
                        .collect(Collectors.joining())
                + text;
        var fields = Pattern.compile("[{,] (\\$[\\w$]+) : ")
                .matcher(text)
                .results()
                .map(field -> field.group(1))
                .collect(Collectors.toSet());
        Pattern.compile("\\.(\\$[\\w$]+)\\(")
                .matcher(text)
                .results()
                .forEach(call -> require(
                        (fields.contains(call.group(1)) || singleFields.containsKey(call.group(1))),
                        "a method of nobody's",
                        call.group(1)));
        // Java knows one nothing: what was never set is null, too.
        text = text.replace(" === null", " == null").replace(" !== null", " != null");
        return text.replaceAll(" \\| 0(?=[);,\\]])", "") + "dcc_Main_main(null);\n";
    }

    private static boolean isLambda(String type) {
        return LAMBDA.matcher(type).matches();
    }

    private String declaration(String name, int[] place) {
        var text = text(name);
        var type = name.replaceFirst("__init_\\d*$", "");
        if (name.matches("dccj_JsonWriters_[a-z]+")) {
            return "let " + name + " = value => value;";
        }
        var isOfLambda = name.matches(".*\\$lambda\\$_\\d+_\\d+_(?!_init_).*");
        if (parents.containsKey(name) || isOfLambda) {
            return "";
        }
        if (parents.containsKey(type)) {
            var lines = "\n".repeat(place[1] - place[0]);
            if (!text.contains("new " + type + "()")) {
                return "let " + name + "$made = " + made(type, name) + ";" + lines;
            }
            var constructor = Pattern.compile("(" + Pattern.quote(type) + "__init_\\d*)\\(")
                    .matcher(text);
            require(constructor.find(), "a constructor", text);
            var parameters = String.join(", ", parameters(text));
            return "let " + name + " = (" + parameters + ") => " + constructor.group(1) + "$made(" + parameters + ");"
                    + lines;
        }
        if (makers.contains(owner(name))) {
            // What is nothing is no member of what becomes JSON.
            text = text.replaceAll("(?<![!=]= |\\w)null(?!\\w)", "void 0");
        }
        return "let " + (isOfSingleton(name, text) ? withoutObject(text) : text) + ";";
    }

    /** Classes that make records which are written as JSON. */
    private void makers() {
        for (var type : parents.keySet()) {
            var making = Pattern.compile("(?<![\\w$])" + Pattern.quote(type) + "__init_\\d*(?:\\$made)?\\(");
            if (places.containsKey(writer(type))) {
                places.keySet().stream()
                        .filter(name -> !owner(name).equals(type)
                                && making.matcher(text(name)).find())
                        .forEach(name -> makers.add(owner(name)));
            }
        }
    }

    private static String owner(String name) {
        return name.replaceFirst("^([^_]+_[^_]+)_.*", "$1");
    }

    /** Whether it is a method of an object of which there is one. */
    private boolean isOfSingleton(String name, String text) {
        return parameters(text).get(0).equals("$this")
                && singletons.stream().anyMatch(type -> name.startsWith(type + "_"));
    }

    /** Nobody looks at an object whose fields are variables: whoever hands it on can hand on anything but null. */
    private static String withoutObject(String method) {
        var body = method.indexOf("=>");
        return method.substring(0, body) + method.substring(body).replaceAll("\\$this(?![\\w$.])", "0");
    }

    private String text(String name) {
        var place = places.get(name);
        var text = String.join("\n", lines.subList(place[0], place[1] + 1)).stripTrailing();
        return text.startsWith("    function ")
                ? text
                : text.strip().replaceFirst("^let ", "").replaceFirst("[,;]$", "");
    }

    /** How an object of ours is made: as a literal, unless it is something simpler. */
    private String made(String type, String name) {
        var body = text(name);
        var all = parameters(body);
        var parameters = all.subList(1, all.size());
        var taken = new LinkedHashMap<String, String>();
        var rest = new StringBuilder();
        var code = body.substring(body.indexOf("=>") + 2).strip().replaceAll("^\\{|\\}$", "");
        for (var line : code.split("\n")) {
            var field = FIELD.matcher(line);
            if (line.startsWith("        $this.") || line.startsWith("        var$0.")) {
                if (field.find() && parameters.contains(field.group(2))) {
                    taken.put(field.group(1), field.group(2));
                    continue;
                }
            }
            rest.append(line.matches("\\s*j[lu]_\\w+__init_\\([^()]*\\);") ? "" : line.strip())
                    .append(' ');
        }
        if (isLambda(type)) {
            return "(" + String.join(", ", parameters) + ") => " + function(type, taken);
        }
        if (WRAPPERS.contains(type)) {
            plain.addAll(taken.keySet());
            return parameters.get(0) + " => " + parameters.get(0);
        }
        var members = new LinkedHashMap<String, String>();
        Pattern.compile("(?:this|a)\\.(\\$[\\w$]+) = ([^;]+);")
                .matcher(text(type))
                .results()
                .forEach(match -> members.put(match.group(1), match.group(2)));
        members.putAll(taken);
        if (singletons.contains(type)) {
            members.keySet().forEach(field -> {
                singleFields.put(
                        field,
                        taken.containsKey(field) || members.get(field).equals("null")
                                ? ""
                                : " = " + members.get(field));
            });
            var assignments = taken.entrySet().stream()
                    .map(field -> SINGLE + field.getKey() + " = " + field.getValue() + "; ")
                    .collect(Collectors.joining());
            return "(" + String.join(", ", parameters) + ") => { " + assignments
                    + rest.toString().replaceAll(Pattern.quote(all.get(0)) + "(?![\\w$.])", "0") + "return 0; }";
        }
        if (type.equals(RAW)) {
            return "text => JSON.parse(text)";
        }
        var literal = places.containsKey(writer(type))
                ? json(type, taken)
                : members.entrySet().stream()
                        .map(member -> member.getKey() + " : " + member.getValue())
                        .collect(Collectors.joining(", ", "{ ", " }"));
        var head = "(" + String.join(", ", parameters) + ") => ";
        return rest.toString().isBlank()
                ? head + "(" + literal + ")"
                : head + "{ let " + all.get(0) + " = " + literal + "; " + rest + "return " + all.get(0) + "; }";
    }

    /** The function that makes of a record what JSON.stringify writes. */
    private static String writer(String type) {
        var name = type.substring(type.indexOf('_') + 1);
        return "dccj_JsonWriters_" + name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** A record that is written as JSON is from the beginning what its writer makes of it. */
    private String json(String type, Map<String, String> fields) {
        var call = WRITTEN.matcher(text(writer(type)).replaceAll("\\s+", " "));
        require(call.find(), "a writer", text(writer(type)));
        var literal = text(call.group(1)).replaceAll("\\s+", " ").replaceAll("^.*?return |; \\}$", "");
        var accessor = Pattern.compile(Pattern.quote(type) + "_(\\w+)\\(\\$r\\)");
        // What is to be left out is undefined already.
        literal = literal.replaceAll("JSON\\.parse\\((var\\$\\d+)\\)", "$1")
                .replaceAll("(var\\$\\d+) === null \\? void 0 : \\1", "$1")
                .replaceAll("(var\\$\\d+) === null \\? null : \\1", "$1 ?? null");
        int position = 0;
        for (var argument : call.group(2).split(", (?=\\$rt_ustr|dcc|dce)")) {
            var value = accessor.matcher(argument)
                    .replaceAll(found -> {
                        var body = text(type + "_" + found.group(1));
                        var field = body.replaceAll("(?s).*\\$this\\.(\\$\\w+);.*", "$1");
                        require(fields.containsKey(field), "a field of a record", body + fields);
                        return Matcher.quoteReplacement(fields.get(field));
                    })
                    .replaceAll("\\$rt_ustr\\((.*)\\)", "$1")
                    .replaceAll(RAW + "_text\\((\\S+)\\)", "$1")
                    .replaceAll("(\\S+) === null \\? null : (?:(?:dccj_JsonWriters_\\w+|!!)\\(\\1\\)|\\1)", "$1");
            position++;
            literal = literal.replaceAll("var\\$" + position + "(?!\\d)", Matcher.quoteReplacement(value));
        }
        return literal;
    }

    /** A lambda is the function that its one method is, around the values that it captured. */
    private String function(String type, Map<String, String> fields) {
        var run = places.keySet().stream()
                .filter(name -> name.startsWith(type + "_")
                        && !name.startsWith(type + "__init_")
                        && !name.contains("$exported$")
                        && !text(name).substring(name.length()).contains(type + "_"))
                .toList();
        require(run.size() == 1, "which method a lambda is", type + run);
        var text = text(run.get(0));
        var own = parameters(text);
        var code = text.substring(text.indexOf("=>") + 2).strip();
        for (var field : fields.entrySet()) {
            code = code.replaceAll(
                    "var\\$0\\." + Pattern.quote(field.getKey()) + "(?![\\w$])",
                    Matcher.quoteReplacement("c" + field.getValue()));
        }
        require(!code.contains("var$0"), "a lambda's body", text);
        code = code.replaceAll("\\s*\\n\\s*", " ");
        code = inlined(code);
        // Passing on what one gets, or less, is being it.
        var passedOn = Pattern.compile("\\{ (?:return )?(c[\\w$]+)\\.(\\$[\\w$]+)\\(([\\w$, ]*)\\); \\}")
                .matcher(code);
        if (passedOn.matches()
                && String.join(", ", own.subList(1, own.size())).startsWith(passedOn.group(3))
                && methods.stream()
                        .allMatch(method ->
                                isLambda(method.type()) || !method.name().equals(passedOn.group(2)))) {
            return passedOn.group(1).substring(1);
        }
        var captured = fields.values().stream()
                .map(value -> "c" + value + " = " + value)
                .toList();
        return "{ " + (captured.isEmpty() ? "" : "const " + String.join(", ", captured) + "; ") + "return ("
                + String.join(", ", own.subList(1, own.size())) + ") => " + code + "; }";
    }

    /** A call of a function that is one statement, as that statement; a wrapper as what it wraps. */
    private String inlined(String code) {
        var call = Pattern.compile("\\{ (return )?(" + OURS + ")\\(([\\w$, ]*)\\); \\}")
                .matcher(code);
        var result = code;
        if (call.matches() && call.group(2).contains("_lambda$")) {
            var text = text(call.group(2)).replaceAll("\\s*\\n\\s*", " ");
            var body = text.substring(text.indexOf("=>") + 2).strip();
            var from = parameters(text);
            var to = List.of(call.group(3).split(", "));
            if (body.matches("\\{ [^;{}]*; \\}") && from.size() == to.size() && !body.contains("let ")) {
                for (int i = 0; i < from.size(); i++) {
                    body = body.replaceAll("(?<![\\w$.])" + Pattern.quote(from.get(i)) + "(?![\\w$])", "@" + i + "@");
                }
                for (int i = 0; i < to.size(); i++) {
                    body = body.replace("@" + i + "@", to.get(i));
                }
                result = body;
            }
        }
        return Pattern.compile("(dccj_Js\\w+)__init_\\d*\\(([\\w$]+)\\)")
                .matcher(result)
                .replaceAll(match ->
                        Matcher.quoteReplacement(WRAPPERS.contains(match.group(1)) ? match.group(2) : match.group()));
    }

    private static List<String> parameters(String function) {
        var list = function.substring(function.indexOf(" = ") + 3, function.indexOf("=>"))
                .replaceAll("[() ]", "");
        return List.of(list.split(","));
    }

    /** Characters that are appended, as strings. */
    private static String characters(String text) {
        var call = "jl_StringBuilder_append0(";
        for (int at = text.indexOf(call); at >= 0; at = text.indexOf(call, at + 1)) {
            int comma = 0;
            int depth = 1;
            int end = at + call.length();
            for (; depth > 0; end++) {
                var c = text.charAt(end);
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                comma = c == ',' && depth == 1 ? end : comma;
            }
            var code = text.substring(comma + 1, end - 1).strip();
            require(code.matches("\\d+"), "a character that is no constant", text.substring(at, end));
            text = text.substring(0, comma) + ", \"" + "\\x%02x".formatted(Integer.parseInt(code)) + "\""
                    + text.substring(end - 1);
        }
        return text;
    }

    /** A constant expression as a literal, in which a backslash is one. */
    private static String expression(String string) {
        var text = string.substring(1, string.length() - 1).replaceAll("\\\\([\"\\\\])", "$1");
        return "/" + text.replaceAll("(?<!\\\\)/", "\\\\/") + "/";
    }

    /** Calls of a method as those of a function that takes the object first. */
    private static String staticCalls(String text, Method method) {
        var call = "." + method.name + "(";
        for (int at = text.indexOf(call); at >= 0; at = text.indexOf(call, at)) {
            int from = receiver(text, at);
            var receiver = text.substring(from, at);
            var rest = text.substring(at + call.length());
            text = text.substring(0, from) + method.function + "(" + receiver + (rest.startsWith(")") ? "" : ", ")
                    + rest;
            at = from;
        }
        return text;
    }

    /** A field of the one object of its class as a variable. */
    private static String asVariable(String text, String field) {
        var access = Pattern.compile("\\." + Pattern.quote(field) + "(?![\\w$])");
        for (var found = access.matcher(text); found.find(); found = access.matcher(text)) {
            int from = receiver(text, found.start());
            text = text.substring(0, from) + SINGLE + text.substring(found.start() + 1);
        }
        return text;
    }

    /** Where the expression before a dot begins. */
    private static int receiver(String text, int dot) {
        int from = dot;
        while (Character.isJavaIdentifierPart(text.charAt(from - 1)) || ".])".indexOf(text.charAt(from - 1)) >= 0) {
            from = switch (text.charAt(from - 1)) {
                case ')' -> opening(text, from - 1, '(', ')');
                case ']' -> opening(text, from - 1, '[', ']');
                default -> from - 1;
            };
        }
        return from;
    }

    private static int opening(String text, int close, char opening, char closing) {
        int depth = 0;
        for (int at = close; ; at--) {
            depth += text.charAt(at) == closing ? 1 : text.charAt(at) == opening ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
    }

    private List<String> strings() {
        var all = String.join("\n", lines);
        var from = all.indexOf("    $rt_stringPool([");
        return STRING.matcher(all.substring(from, all.indexOf("]);\n", from)))
                .results()
                .map(match -> match.group().replaceAll("\"\\s*\\+\\s*\"", ""))
                .toList();
    }

    private static void require(boolean condition, String what, String where) {
        if (!condition) {
            throw new IllegalStateException(
                    "TeaVM's output has something that the build doesn't understand: " + what + "\n" + where);
        }
    }
}
