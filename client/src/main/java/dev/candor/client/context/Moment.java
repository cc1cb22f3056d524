package dev.candor.client.context;

import dev.candor.client.browser.Browser;
import dev.candor.client.browser.Value;

/**
 * When and where a call was made, as the browser says it; not yet fit to leave.
 *
 * @param page {@code {"path":…,"referrer":…,"search":…,"title":…,"url":…}}
 */
public record Moment(Value timestamp, Value page) {
    /**
     * The moment of a call: now, and where the page is, as its canonical link names that if it has one.
     *
     * @param place as {@link dev.candor.client.browser.Call#place} has it
     */
    public static Moment at(Browser browser, Value place) {
        var page = browser.values().object();
        var search = place.text("s");
        var canonical = place.text("c");
        // As the page wrote it, which may be from here.
        var named = canonical.isEmpty() ? "" : browser.page().resolve(canonical);
        var isNamed = !named.isEmpty();
        page.put(
                "path", isNamed ? browser.patterns().replaceAll("^\\w+://[^/?#]*|[?#].*", named, "") : place.text("p"));
        page.put("referrer", place.text("r"));
        page.put("search", search);
        page.put("title", place.text("t"));
        page.put("url", isNamed ? named + (named.contains("?") ? "" : search) : place.text("u"));
        return new Moment(browser.clock().date(), page);
    }
}
