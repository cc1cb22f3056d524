package dev.candor.client.capture;

import dev.candor.client.browser.Value;
import dev.candor.client.privacy.Patterns;
import dev.candor.event.PageLoad;

/** The page's own names for its paths: {@code {"/applications":"APPLICATIONS","/app/:id/edit":"EDITOR"}}. */
public final class Routes {
    private final Patterns patterns;
    private final Value table;

    public Routes(Patterns patterns, Value table) {
        this.patterns = patterns;
        this.table = table;
    }

    /** The name of the event of a view: {@code EDITOR_PAGE_LOAD} on a named path, else {@code PAGE_LOAD}. The first that fits wins. */
    public String eventName(String path) {
        for (var route : table.names()) {
            if (patterns.matches(expression(route), path)) {
                return table.get(route).asText() + "_" + PageLoad.EVENT;
            }
        }
        return PageLoad.EVENT;
    }

    private String expression(String route) {
        var escaped = patterns.replaceAll("[^\\w/:-]", patterns.replaceAll("/$", route, ""), "\\\\$&");
        return "^" + patterns.replaceAll(":\\w+", escaped, "[^/]+") + "/?$";
    }
}
