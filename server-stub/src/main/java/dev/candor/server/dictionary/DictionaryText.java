package dev.candor.server.dictionary;

import dev.candor.event.Versions;
import java.util.List;

/** The dictionary as people read it: the page {@code /dictionary}, and {@code docs/data-dictionary.md}. */
public final class DictionaryText {
    private static final String INTRODUCTION =
            "Everything that can leave this installation, and nothing else can: a field that is"
                    + " not listed here is withheld by the tracker and by the server. There is no IP address, no user id and no text"
                    + " that a person typed.";
    private static final String BATCH_NOTE =
            "Events leave in batches. A context that stands here is that of each event that has none of its own.";
    private static final String EVERY_NOTE = "These leave with an event, when that leaves; see below.";

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
        WaysOff.ALL.forEach(way -> html.append("<li>").append(escaped(way)).append("</li>"));
        html.append("</ul>");
        news(html, dictionary);
        html.append("<h2>Every event</h2><p>").append(EVERY_NOTE).append("</p>");
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
        html.append("<h2>Each batch</h2><p>").append(BATCH_NOTE).append("</p>");
        table(html, "Each batch", dictionary.batch());
        return html.append("</main></body></html>\n").toString();
    }

    /** What this version collects that the one before did not. */
    private static void news(StringBuilder html, DataDictionary dictionary) {
        var news = dictionary.news();
        if (!news.isEmpty()) {
            html.append("<h2>New in version ").append(Versions.POLICY).append("</h2><ul>");
            news.forEach(field -> html.append("<li><code>")
                    .append(escaped(field.name()))
                    .append("</code> ")
                    .append(escaped(field.what()))
                    .append("</li>"));
            html.append("</ul>");
        }
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
            html.append(field.kindInWords())
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
                        "Made from the event models by `mvn -q test -pl server-stub -am -Dtest=DataDictionaryTest -Dsurefire.failIfNoSpecifiedTests=false "
                                + "-Ddictionary.update`; the build fails when they differ.\n\n")
                .append(INTRODUCTION)
                .append("\n\nVersion ")
                .append(Versions.POLICY)
                .append(" of this list.\n\n## How to turn it off\n\n");
        WaysOff.ALL.forEach(way -> text.append("- ").append(way).append('\n'));
        if (!dictionary.news().isEmpty()) {
            text.append("\n## New in version ").append(Versions.POLICY).append("\n\n");
            dictionary
                    .news()
                    .forEach(field -> text.append("- `")
                            .append(field.name())
                            .append("` ")
                            .append(field.what())
                            .append('\n'));
        }
        text.append("\n## Every event\n\n").append(EVERY_NOTE).append("\n\n");
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
        text.append("\n## Each batch\n\n").append(BATCH_NOTE).append("\n\n");
        rows(text, dictionary.batch());
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
            text.append(" | ").append(field.kindInWords()).append(" | ");
            text.append(field.example().isEmpty() ? "" : "`" + field.example().replace("|", "\\|") + "`")
                    .append(" |\n");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
