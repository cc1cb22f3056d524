package dev.candor.client.context;

import dev.candor.client.browser.Clock;
import dev.candor.client.browser.Page;
import dev.candor.client.browser.Value;
import dev.candor.client.browser.Values;

/** When and where a call was made, as the browser says it; not yet fit to leave. */
public record Moment(String timestamp, String path, String referrer, String search, String title, String url) {
    /** The moment of a call.
     *
     * @param referrer the address of the view before */
    public static Moment now(Clock clock, Page page, String referrer) {
        var canonical = page.canonical();
        var path = page.pathOf(canonical);
        return new Moment(
                clock.now(),
                path.isEmpty() ? page.path() : path,
                referrer,
                page.search(),
                page.title(),
                path.isEmpty() ? page.href() : canonical + (canonical.contains("?") ? "" : page.search()));
    }

    /** The page alone: {@code {"path":…,"referrer":…,"search":…,"title":…,"url":…}}. */
    public Value page(Values values) {
        var at = values.object();
        at.put("path", path);
        at.put("referrer", referrer);
        at.put("search", search);
        at.put("title", title);
        at.put("url", url);
        return at;
    }
}
