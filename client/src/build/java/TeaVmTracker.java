import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The part of TeaVM's output that was made from our own classes, in a form that Closure Compiler sees through: a lambda is a
 * function, a record an object literal, a wrapper around one value of the browser that value itself. Each line stays where it
 * was, so that the source map fits. Whatever it doesn't understand stops the build.
 */
final class TeaVmTracker {
    private static final Pattern PATTERN =
            Pattern.compile("dccj_JsPatterns_(matches|replaceAll)\\([^\",]*, (\"(?:[^\"\\\\]|\\\\.)*\"), ");
    /** What is put together of strings begins with the first of them, not with the empty one of a builder. */
    private static final Pattern BEGUN = Pattern.compile(
            "([\\w$]+) = jl_StringBuilder__init_\\(\\);(\\s*)\\1 = ([^;]*?)jl_StringBuilder_append0?\\(\\1, ");

    private final TeaVmOutput output;
    private final TeaVmObjects objects;

    TeaVmTracker(List<String> lines) {
        output = new TeaVmOutput(lines);
        objects = new TeaVmObjects(output);
    }

    String source() {
        var text = declarations();
        text = text.replaceAll("(?m)(?<=^        |let a = this; )j[lu]_\\w+\\.call\\((?:this|a)\\);", "");
        var strings = output.strings();
        text = Pattern.compile("\\$rt_s\\((\\d+)\\)")
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(strings.get(Integer.parseInt(match.group(1)))));
        text = variables(values(calls(text)));
        requireThatMethodsAreKnown(text);
        // Java knows one nothing: what was never set is null, too.
        text = text.replace(" === null", " == null").replace(" !== null", " != null");
        return text.replaceAll(" \\| 0(?=[);,\\]])", "") + "dcc_Main_main(null);\n";
    }

    /** What is ours, each where it stood. */
    private String declarations() {
        var kept = new String[output.length()];
        Arrays.fill(kept, "");
        output.names().forEach(name -> kept[output.firstLine(name)] = declaration(name));
        var source = new StringBuilder();
        for (int i = 0; i < kept.length; i++) {
            // A declaration of several lines keeps its line breaks.
            var skipped = (int) kept[i].chars().filter(c -> c == '\n').count();
            source.append(kept[i]).append('\n');
            i += skipped;
        }
        return source.toString();
    }

    /** A lambda is called as the function that it is, any other method with its object first. */
    private String calls(String source) {
        var text = source;
        for (var method : output.methods()) {
            var call = "." + method.name() + "(";
            if (text.contains(call)) {
                requireOneMethodOfThatName(method);
                text = TeaVmOutput.isLambda(method.type())
                        ? text.replace(call, "(")
                        : TeaVmText.staticCalls(text, method);
            }
        }
        return text;
    }

    private void requireOneMethodOfThatName(TeaVmOutput.Method method) {
        for (var other : output.methods()) {
            TeaVmOutput.require(
                    !other.name().equals(method.name())
                            || other.type().equals(method.type())
                            || (TeaVmOutput.isLambda(method.type()) && TeaVmOutput.isLambda(other.type())),
                    "a method that needs another name, as " + other.function() + " has it",
                    method.function());
        }
    }

    /** Values as the browser has them. */
    private String values(String source) {
        var text = source;
        for (var field : objects.plain()) {
            text = text.replaceAll("\\." + Pattern.quote(field) + "(?![\\w$])", "");
        }
        text = text.replace(".$booleanValue()", "");
        text = PATTERN.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1).equals("matches")
                                ? TeaVmText.expression(match.group(2)) + "i.test("
                                : "constant_replace(" + TeaVmText.expression(match.group(2)) + "gi, "));
        // Wrapping nothing is nothing; the class with the main method has nothing to initialize.
        text = text.replaceAll("([\\w$]+) === null \\? null : dccj_Js(?:Value|Element)__init_\\w*\\(\\1\\)", "$1")
                .replace("dcc_Main_$callClinit();", "");
        text = TeaVmText.characters(text);
        // What is made JSON to be put into JSON is put there as it is.
        text = text.replaceAll(
                TeaVmObjects.RAW + "__init_\\w*(?:\\$made)?\\(dccj_JsValue_json\\((\\$\\w+)\\)\\)", "$1");
        text = BEGUN.matcher(text).replaceAll("$2$1 = $3(");
        // Java's booleans are numbers; nothing here tells them from the browser's.
        text = text.replaceAll(" \\? 1 : 0(?=[);])", "");
        return text;
    }

    /** The fields of objects of which there is one. */
    private String variables(String source) {
        var text = source;
        for (var field : objects.singleFields().keySet()) {
            text = TeaVmText.asVariable(text, field, TeaVmObjects.SINGLE);
        }
        return objects.singleFields().entrySet().stream()
                        .map(field -> "let " + TeaVmObjects.SINGLE + field.getKey() + field.getValue() + "; ")
                        .collect(Collectors.joining())
                + text;
    }

    private void requireThatMethodsAreKnown(String text) {
        var fields = Pattern.compile("[{,] (\\$[\\w$]+) : ")
                .matcher(text)
                .results()
                .map(field -> field.group(1))
                .collect(Collectors.toSet());
        Pattern.compile("\\.(\\$[\\w$]+)\\(")
                .matcher(text)
                .results()
                .forEach(call -> TeaVmOutput.require(
                        (fields.contains(call.group(1))
                                || objects.singleFields().containsKey(call.group(1))),
                        "a method of nobody's",
                        call.group(1)));
    }

    private String declaration(String name) {
        var text = output.text(name);
        var type = name.replaceFirst("__init_\\d*$", "");
        if (name.matches("dccj_JsonWriters_[a-z]+")) {
            return "let " + name + " = value => value;";
        }
        var isOfLambda = name.matches(".*\\$lambda\\$_\\d+_\\d+_(?!_init_).*");
        if (output.types().contains(name) || isOfLambda) {
            return "";
        }
        if (output.types().contains(type)) {
            var lines = "\n".repeat(output.lastLine(name) - output.firstLine(name));
            if (!text.contains("new " + type + "()")) {
                return "let " + name + "$made = " + objects.made(type, name) + ";" + lines;
            }
            var constructor = Pattern.compile("(" + Pattern.quote(type) + "__init_\\d*)\\(")
                    .matcher(text);
            TeaVmOutput.require(constructor.find(), "a constructor", text);
            var parameters = String.join(", ", TeaVmOutput.parameters(text));
            return "let " + name + " = (" + parameters + ") => " + constructor.group(1) + "$made(" + parameters + ");"
                    + lines;
        }
        if (objects.makesJson(name)) {
            // What is nothing is no member of what becomes JSON.
            text = text.replaceAll("(?<![!=]= |\\w)null(?!\\w)", "void 0");
        }
        return "let " + (objects.isOfSingleton(name, text) ? TeaVmObjects.withoutObject(text) : text) + ";";
    }
}
