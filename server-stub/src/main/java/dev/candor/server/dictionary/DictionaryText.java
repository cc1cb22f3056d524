package dev.candor.server.dictionary;

import dev.candor.event.Versions;
import java.util.List;
import java.util.Locale;

/** The dictionary as people read it: the page {@code /dictionary}, and {@code docs/data-dictionary.md}. */
public final class DictionaryText {
    private static final String INTRODUCTION =
            "Everything that can leave this installation, and nothing else can: a field that is"
                    + " not listed here is withheld by the tracker and by the server. There is no IP address, no user id and no text"
                    + " that a person typed.";
    private static final List<String> WAYS_OFF = List.of(
            "A visitor says no in the banner, at any time.",
            "The admin turns \u201cShare anonymous usage data\u201d off under Admin, General, or writes"
                    + " APPSMITH_DISABLE_TELEMETRY=true into docker.env and restarts.",
            "The operator sets APPSMITH_DISABLE_TELEMETRY=true, CANDOR_DISABLE_TELEMETRY=true or DO_NOT_TRACK=1 in the environment.");

    private DictionaryText() {}

    /** The page, in HTML, without scripts. */
    public static String page(DataDictionary dictionary) {
        var html = new StringBuilder();
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>What is collected</title>")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append(
                        "<link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/admin.css\"></head><body><main>")
                .append("<h1>What is collected</h1><p>")
                .append(INTRODUCTION)
                .append("</p><p>Version ")
                .append(Versions.POLICY)
                .append(" of this list. The same as <a href=\"/dictionary.json\">data</a> and as")
                .append(" <a href=\"/schema.json\">JSON Schema</a>.</p><h2>How to turn it off</h2><ul>");
        WAYS_OFF.forEach(way -> html.append("<li>").append(escaped(way)).append("</li>"));
        html.append("</ul><h2>Every event</h2>");
        table(html, "Every event", dictionary.common());
        for (var event : dictionary.events()) {
            html.append("<h2>").append(escaped(event.name())).append("</h2><p>");
            html.append(escaped(event.what() + " " + event.tier().sentWhen())).append("</p>");
            if (!event.fields().isEmpty()) {
                table(html, event.name(), event.fields());
            }
            html.append("<details><summary>An example of ")
                    .append(escaped(event.name()))
                    .append("</summary><pre tabindex=\"0\">")
                    .append(escaped(event.example()))
                    .append("</pre></details>");
        }
        return html.append("</main></body></html>\n").toString();
    }

    private static void table(StringBuilder html, String name, List<DescribedField> fields) {
        html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Fields of ")
                .append(escaped(name))
                .append("\"><table><thead><tr><th scope=\"col\">Field</th><th scope=\"col\">What it is</th>")
                .append("<th scope=\"col\">Collected to</th><th scope=\"col\">Kind</th><th scope=\"col\">Example</th>")
                .append("</tr></thead><tbody>");
        for (var field : fields) {
            html.append("<tr><th scope=\"row\"><code>")
                    .append(escaped(field.name()))
                    .append("</code></th><td>");
            html.append(escaped(field.what()))
                    .append("</td><td>")
                    .append(escaped(field.why()))
                    .append("</td><td>");
            html.append(kind(field))
                    .append("</td><td><code>")
                    .append(escaped(field.example()))
                    .append("</code></td></tr>");
        }
        html.append("</tbody></table></div>");
    }

    /** The document, in Markdown. */
    public static String markdown(DataDictionary dictionary) {
        var text = new StringBuilder();
        text.append("# Data dictionary\n\n")
                .append(
                        "Made from the event models by `mvn -pl server-stub -am test -Ddictionary.update`; the build fails when they differ.\n\n")
                .append(INTRODUCTION)
                .append("\n\nVersion ")
                .append(Versions.POLICY)
                .append(" of this list.\n\n## How to turn it off\n\n");
        WAYS_OFF.forEach(way -> text.append("- ").append(way).append('\n'));
        text.append("\n## Every event\n\n");
        rows(text, dictionary.common());
        for (var event : dictionary.events()) {
            text.append("\n## ")
                    .append(event.name())
                    .append("\n\n")
                    .append(event.what())
                    .append(' ');
            text.append(event.tier().sentWhen()).append("\n\n");
            if (!event.fields().isEmpty()) {
                rows(text, event.fields());
                text.append('\n');
            }
            text.append("```json\n").append(event.example()).append("\n```\n");
        }
        return text.toString();
    }

    private static void rows(StringBuilder text, List<DescribedField> fields) {
        text.append("| field | what it is | collected to | kind | example |\n| --- | --- | --- | --- | --- |\n");
        for (var field : fields) {
            text.append("| `")
                    .append(field.name())
                    .append("` | ")
                    .append(field.what())
                    .append(" | ")
                    .append(field.why());
            text.append(" | ").append(kind(field)).append(" | ");
            text.append(field.example().isEmpty() ? "" : "`" + field.example().replace("|", "\\|") + "`")
                    .append(" |\n");
        }
    }

    private static String kind(DescribedField field) {
        return field.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
