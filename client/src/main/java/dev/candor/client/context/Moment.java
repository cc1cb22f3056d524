package dev.candor.client.context;

import dev.candor.client.browser.Clock;
import dev.candor.client.browser.Page;
import dev.candor.client.browser.Value;
import dev.candor.client.browser.Values;

/** When and where a call was made, as the browser says it; not yet fit to leave. */
public record Moment(String timestamp, String path, String referrer, String search, String title, String url) {
    /**
     * The moment of a call.
     *
     * @param referrer the address of the view before
     */
    public static Moment now(Clock clock, Page page, String referrer) {
        return new Moment(clock.now(), page.path(), referrer, page.search(), page.title(), page.href())
                .named(page, page.canonical());
    }

    /** The moment of a call whose place a stub noted, as {@link dev.candor.client.browser.Call#place} has it. */
    public static Moment noted(Clock clock, Page page, Value place) {
        return new Moment(
                        clock.now(),
                        place.text("p"),
                        place.text("r"),
                        place.text("s"),
                        place.text("t"),
                        place.text("u"))
                .named(page, place.text("c"));
    }

    /** As the page's canonical link names it, if it has one. */
    private Moment named(Page page, String canonical) {
        var named = page.pathOf(canonical);
        return named.isEmpty()
                ? this
                : new Moment(
                        timestamp, named, referrer, search, title, canonical + (canonical.contains("?") ? "" : search));
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
