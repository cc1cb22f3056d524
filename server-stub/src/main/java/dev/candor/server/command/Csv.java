package dev.candor.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link Columns} as RFC 4180 has them. An absent value and an empty one look alike. */
final class Csv implements Form {
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");

    /** What spreadsheets take for a formula; the apostrophe before it says that it is a text. */
    private static final Pattern FORMULA = Pattern.compile("[=+@-]");

    private final Columns columns = new Columns();
    private final OutputStream out;

    Csv(OutputStream out) throws IOException {
        this.out = out;
        line(columns.all().stream().map(Column::name).collect(Collectors.joining(",")));
    }

    @Override
    public void write(KeptEvent event) throws IOException {
        var row = columns.row(event);
        line(columns.all().stream().map(column -> cell(column.of(row))).collect(Collectors.joining(",")));
    }

    private void line(String cells) throws IOException {
        out.write((cells + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String cell(@Nullable JsonNode value) {
        var text = value == null ? "" : Column.text(value);
        if (value != null && value.isTextual() && FORMULA.matcher(text).lookingAt()) {
            text = "'" + text;
        }
        return NEEDS_QUOTES.matcher(text).find() ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
