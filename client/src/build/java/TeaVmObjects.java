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
 * How objects of our classes are made: a lambda as a function, a record as a literal (one that is written as JSON as what its writer
 * makes of it), a wrapper as what it wraps, and an object of which there is one as variables.
 */
final class TeaVmObjects {
    static final String SINGLE = "the";
    private static final Set<String> WRAPPERS = Set.of("dccj_JsValue", "dccj_JsElement", "dccj_JsCall");
    private static final Pattern FIELD =
            Pattern.compile("^\\s*(?:\\$this|var\\$0)\\.(\\$[\\w$]+) = ([\\w$]+);$", Pattern.MULTILINE);

    /** The record of text that is JSON already: it is parsed as soon as it is made. */
    static final String RAW = "dce_RawJson";

    private static final Pattern WRITTEN =
            Pattern.compile("return (dccj_JsonWriters_\\w+Of\\$js_body\\$_\\d+)\\((.*)\\);");

    private final TeaVmOutput output;
    private final Set<String> plain = new TreeSet<>();
    private final Set<String> singletons = new TreeSet<>();
    private final Set<String> makers = new TreeSet<>();
    private final Map<String, String> singleFields = new LinkedHashMap<>();

    TeaVmObjects(TeaVmOutput output) {
        this.output = output;
        makers();
        singletons();
    }

    /** Classes that make records which are written as JSON. */
    private void makers() {
        for (var type : output.types()) {
            var making = TeaVmOutput.making(type);
            if (output.declares(writer(type))) {
                output.names().stream()
                        .filter(name -> !TeaVmOutput.owner(name).equals(type)
                                && making.matcher(output.text(name)).find())
                        .forEach(name -> makers.add(TeaVmOutput.owner(name)));
            }
        }
    }

    /** Classes of which there is just one object: what the wiring makes once, and what that makes once as it is made. */
    private void singletons() {
        var roots = Set.of("dcc_Main_main", "dccj_JsBrowser_all");
        int before;
        do {
            before = singletons.size();
            for (var type : output.types()) {
                var making = TeaVmOutput.making(type);
                int times = 0;
                var once = true;
                for (var place : output.names()) {
                    var count = place.startsWith(type + "__init_")
                            ? 0
                            : (int) making.matcher(output.text(place)).results().count();
                    times += count;
                    once &= count == 0
                            || roots.contains(place)
                            || place.matches("dcc_Wiring_(?!lambda).*")
                            || singletons.contains(place.replaceFirst("__init_\\d*$", ""));
                }
                if (times == 1 && once && !TeaVmOutput.isLambda(type) && !WRAPPERS.contains(type)) {
                    singletons.add(type);
                }
            }
        } while (singletons.size() > before);
    }

    /** Whether a function is of a class that makes what becomes JSON. */
    boolean makesJson(String function) {
        return makers.contains(TeaVmOutput.owner(function));
    }

    /** Fields that are the value that their object wraps. */
    Set<String> plain() {
        return plain;
    }

    /** Fields of objects of which there is one, and what they are set to when they are declared. */
    Map<String, String> singleFields() {
        return singleFields;
    }

    /** Whether it is a method of an object of which there is one. */
    boolean isOfSingleton(String name, String text) {
        return TeaVmOutput.parameters(text).get(0).equals("$this")
                && singletons.stream().anyMatch(type -> name.startsWith(type + "_"));
    }

    /** Nobody looks at an object whose fields are variables: whoever hands it on can hand on anything but null. */
    static String withoutObject(String method) {
        var body = method.indexOf("=>");
        return method.substring(0, body) + method.substring(body).replaceAll("\\$this(?![\\w$.])", "0");
    }

    /** How an object of ours is made: as a literal, unless it is something simpler. */
    String made(String type, String name) {
        var body = output.text(name);
        var all = TeaVmOutput.parameters(body);
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
        if (TeaVmOutput.isLambda(type)) {
            return "(" + String.join(", ", parameters) + ") => " + function(type, taken);
        }
        var members = new LinkedHashMap<String, String>();
        Pattern.compile("(?:this|a)\\.(\\$[\\w$]+) = ([^;]+);")
                .matcher(output.text(type))
                .results()
                .forEach(match -> members.put(match.group(1), match.group(2)));
        members.putAll(taken);
        if (WRAPPERS.contains(type)) {
            TeaVmOutput.require(members.size() == 1 && taken.size() == 1, "one value in a wrapper", type + members);
            plain.addAll(taken.keySet());
            return parameters.get(0) + " => " + parameters.get(0);
        }
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
        var literal = output.declares(writer(type))
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
        var call = WRITTEN.matcher(output.text(writer(type)).replaceAll("\\s+", " "));
        TeaVmOutput.require(call.find(), "a writer", output.text(writer(type)));
        var literal = output.text(call.group(1)).replaceAll("\\s+", " ").replaceAll("^.*?return |; \\}$", "");
        var accessor = Pattern.compile(Pattern.quote(type) + "_(\\w+)\\(\\$r\\)");
        // What is to be left out is undefined already.
        literal = literal.replaceAll("JSON\\.parse\\((var\\$\\d+)\\)", "$1")
                .replaceAll("(var\\$\\d+) === null \\? void 0 : \\1", "$1")
                .replaceAll("(var\\$\\d+) === null \\? null : \\1", "$1 ?? null");
        int position = 0;
        for (var argument : call.group(2).split(", (?=\\$rt_ustr|dcc|dce)")) {
            var value = accessor.matcher(argument)
                    .replaceAll(found -> {
                        var body = output.text(type + "_" + found.group(1));
                        var field = body.replaceAll("(?s).*\\$this\\.(\\$\\w+);.*", "$1");
                        TeaVmOutput.require(fields.containsKey(field), "a field of a record", body + fields);
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
        var run = output.names().stream()
                .filter(name -> name.startsWith(type + "_")
                        && !name.startsWith(type + "__init_")
                        && !name.contains("$exported$")
                        && !output.text(name).substring(name.length()).contains(type + "_"))
                .toList();
        TeaVmOutput.require(run.size() == 1, "which method a lambda is", type + run);
        var text = output.text(run.get(0));
        var own = TeaVmOutput.parameters(text);
        var code = text.substring(text.indexOf("=>") + 2).strip();
        for (var field : fields.entrySet()) {
            code = code.replaceAll(
                    "var\\$0\\." + Pattern.quote(field.getKey()) + "(?![\\w$])",
                    Matcher.quoteReplacement("c" + field.getValue()));
        }
        TeaVmOutput.require(!code.contains("var$0"), "a lambda's body", text);
        code = code.replaceAll("\\s*\\n\\s*", " ");
        code = inlined(code);
        // Passing on what one gets, or less, is being it.
        var passedOn = Pattern.compile("\\{ (?:return )?(c[\\w$]+)\\.(\\$[\\w$]+)\\(([\\w$, ]*)\\); \\}")
                .matcher(code);
        if (passedOn.matches()
                && String.join(", ", own.subList(1, own.size())).startsWith(passedOn.group(3))
                && output.methods().stream()
                        .allMatch(method -> TeaVmOutput.isLambda(method.type())
                                || !method.name().equals(passedOn.group(2)))) {
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
        var call = Pattern.compile("\\{ (return )?(" + TeaVmOutput.OURS + ")\\(([\\w$, ]*)\\); \\}")
                .matcher(code);
        var result = code;
        if (call.matches() && call.group(2).contains("_lambda$")) {
            var text = output.text(call.group(2)).replaceAll("\\s*\\n\\s*", " ");
            var body = text.substring(text.indexOf("=>") + 2).strip();
            var from = TeaVmOutput.parameters(text);
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
}
