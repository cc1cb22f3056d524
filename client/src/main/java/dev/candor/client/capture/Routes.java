package dev.candor.client.capture;

import dev.candor.client.browser.Value;
import dev.candor.client.privacy.Patterns;
import dev.candor.event.PageLoad;

/** The page's own names for its paths: {@code {"/applications":"APPLICATIONS","/app/:id/edit":"EDITOR"}}. */
public final class Routes {
    private final Patterns patterns;
    private final Value table;
    private String name = "";

    public Routes(Patterns patterns, Value table) {
        this.patterns = patterns;
        this.table = table;
    }

    /** The name of the event of a view: {@code EDITOR_PAGE_LOAD} on a named path, else {@code PAGE_LOAD}. The last that fits wins. */
    public String eventName(String path) {
        name = PageLoad.EVENT;
        table.each((route, value) -> {
            if (patterns.matches(expression(route), path)) {
                name = value.asText() + "_" + PageLoad.EVENT;
            }
        });
        return name;
    }

    private String expression(String route) {
        // Not by a backslash, of which replacements in Java need two and in JavaScript one.
        var escaped = patterns.replaceAll("([^\\w/:\\\\-])", patterns.replaceAll("/$", route, ""), "[$1]");
        return "^" + patterns.replaceAll(":\\w+", escaped, "[^/]+") + "/?$";
    }
}
