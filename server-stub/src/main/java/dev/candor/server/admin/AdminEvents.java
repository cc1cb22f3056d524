package dev.candor.server.admin;

import static dev.candor.server.admin.Html.escape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.server.store.KeptEvent;

/** Events on the admin's page: as they were or will be sent, each with what was withheld from it. */
final class AdminEvents {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AdminEvents() {}

    /**
     * Those that the collector refused, with the form that sends them again.
     *
     * @param token the form's field with its token
     */
    static String setAside(AdminView view, String token) {
        if (view.setAside().isEmpty()) {
            return "";
        }
        var list = new StringBuilder("""
                <h3>Refused by the collector</h3>
                <form method="post" action="/admin/send-again">%s
                <p>These are set aside; later ones were sent. <button class="second">Send them again</button></p></form>
                <ol class="events">
                """.formatted(token));
        view.setAside()
                .forEach(one -> list.append("<li>")
                        .append(event(one.event(), "refused with " + one.status()))
                        .append("</li>\n"));
        return list.append("</ol>").toString();
    }

    /** The last that were taken. */
    static String latest(AdminView view) {
        if (view.events().isEmpty()) {
            return "<h3>Last events</h3><p>None yet.</p>";
        }
        var list = new StringBuilder(
                "<h3>Last events</h3>\n<p><a href=\"/admin/events.ndjson\">Download them</a></p>\n<ol class=\"events\" reversed>\n");
        view.events()
                .forEach(event ->
                        list.append("<li>").append(event(event, event.state())).append("</li>\n"));
        return list.append("</ol>").toString();
    }

    private static String event(KeptEvent kept, String state) {
        var event = read(kept.json());
        var name = event.path("event").asText(event.path("type").asText());
        var withheld = read(kept.withheld());
        return """
                <details class="event"><summary><b>%1$s</b> <time datetime="%2$s">%7$s</time> <span class="state">%3$s</span>%4$s</summary>
                <pre tabindex="0" aria-label="%1$s as sent"><code>%5$s</code></pre>
                %6$s</details>""".formatted(
                        escape(name),
                        escape(event.path("receivedAt").asText()),
                        escape(state),
                        withheld.isEmpty() ? "" : " <span class=\"state\">" + withheld.size() + " withheld</span>",
                        escape(kept.json()),
                        withheld(withheld),
                        moment(escape(event.path("receivedAt").asText())));
    }

    /** A moment to the second, as people read it. */
    static String moment(String iso) {
        return iso.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)\\.\\d+Z$", "$1 $2 UTC");
    }

    private static String withheld(JsonNode withheld) {
        if (withheld.isEmpty()) {
            return "<p class=\"hint\">Nothing was withheld.</p>";
        }
        var list = new StringBuilder("<p>Withheld:</p><ul>");
        withheld.forEach(one -> list.append("<li><code>")
                .append(escape(one.path("field").asText()))
                .append("</code>: ")
                .append(escape(one.path("reason").asText()))
                .append("</li>"));
        return list.append("</ul>").toString();
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The store holds JSON only", e);
        }
    }
}
