package dev.candor.server.consent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A {@code docker.env} file: {@code NAME=value} lines, {@code #} comments, optional quotes and {@code export}. Read as a
 * map; a value is set in place, so that all other bytes of the file stay as they are.
 */
public final class EnvFile {
    // Bytes are read as ISO 8859-1 and written back the same way, so that no encoding changes what is not understood.
    private static final String START = "(?:\u00ef\u00bb\u00bf)?[ \\t]*(?:export[ \\t]+)?";
    private static final Pattern LINE = Pattern.compile(
            "(?m)^(?<head>" + START + "(?<name>[A-Za-z_][A-Za-z0-9_]*)[ \\t]*=[ \\t]*)"
                    + "(?<value>\"[^\"\\r\\n]*\"|'[^'\\r\\n]*'|[^\\r\\n]*?)(?<tail>[ \\t]*(?:[ \\t]#[^\\r\\n]*)?)(?=\\r?$|\\z)");

    private static final Pattern BARE = Pattern.compile("(?m)^" + START + "([A-Z_]+)\\b(?![ \\t]*=)");

    private final Path path;

    public EnvFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /** The variables in the order of the file, the last assignment of a name counting; empty without a file. */
    public Map<String, String> read() throws IOException {
        var variables = new LinkedHashMap<String, String>();
        var matcher = LINE.matcher(text());
        while (matcher.find()) {
            variables.put(matcher.group("name"), unquoted(matcher.group("value")));
        }
        return variables;
    }

    /** Those of the names with which a line begins that sets nothing, such as {@code PORT: 9000}. */
    public List<String> unset(Collection<String> names) throws IOException {
        return BARE.matcher(text())
                .results()
                .map(line -> line.group(1))
                .filter(names::contains)
                .toList();
    }

    /**
     * Sets a variable wherever the file assigns it, or in a new last line. The file's other bytes, its permissions and
     * its line ends stay; it is replaced in one step, or written over where its folder does not allow that.
     */
    public void set(String name, String value) throws IOException {
        var text = text();
        var matcher = LINE.matcher(text);
        var result = new StringBuilder();
        int copied = 0;
        boolean found = false;
        while (matcher.find()) {
            if (matcher.group("name").equals(name)) {
                result.append(text, copied, matcher.start("value")).append(value);
                copied = matcher.end("value");
                found = true;
            }
        }
        result.append(text.substring(copied));
        if (!found) {
            var lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
            if (!text.isEmpty() && !text.endsWith("\n")) {
                result.append(lineEnd);
            }
            result.append(name).append('=').append(value).append(lineEnd);
        }
        SafeFiles.replace(path, result.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private String text() throws IOException {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'');
        var bare = quoted ? value.substring(1, value.length() - 1) : value;
        return new String(bare.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
