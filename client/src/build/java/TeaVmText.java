import java.util.regex.Pattern;

/** Rewrites calls and constants in a text of JavaScript, by where expressions begin and end. */
final class TeaVmText {
    private TeaVmText() {}

    /** Characters that are appended, as strings. */
    static String characters(String text) {
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
            TeaVmOutput.require(code.matches("\\d+"), "a character that is no constant", text.substring(at, end));
            text = text.substring(0, comma) + ", \"" + "\\x%02x".formatted(Integer.parseInt(code)) + "\""
                    + text.substring(end - 1);
        }
        return text;
    }

    /** A constant expression as a literal, in which a backslash is one. */
    static String expression(String string) {
        var text = string.substring(1, string.length() - 1).replaceAll("\\\\([\"\\\\])", "$1");
        return "/" + text.replaceAll("(?<!\\\\)/", "\\\\/") + "/";
    }

    /** Calls of a method as those of a function that takes the object first. */
    static String staticCalls(String text, TeaVmOutput.Method method) {
        var call = "." + method.name() + "(";
        for (int at = text.indexOf(call); at >= 0; at = text.indexOf(call, at)) {
            int from = receiver(text, at);
            var receiver = text.substring(from, at);
            var rest = text.substring(at + call.length());
            text = text.substring(0, from) + method.function() + "(" + receiver + (rest.startsWith(")") ? "" : ", ")
                    + rest;
            at = from;
        }
        return text;
    }

    /** A field of the one object of its class as a variable, which has the prefix before its name. */
    static String asVariable(String text, String field, String prefix) {
        var access = Pattern.compile("\\." + Pattern.quote(field) + "(?![\\w$])");
        for (var found = access.matcher(text); found.find(); found = access.matcher(text)) {
            int from = receiver(text, found.start());
            text = text.substring(0, from) + prefix + text.substring(found.start() + 1);
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
}
