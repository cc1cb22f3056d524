package dev.candor.client.privacy;

/**
 * Addresses of pages without what could tell one person from another. {@code https://ann:pw@example.org/app/64f0c2a1b3d4e5f6a7b8c9d0/edit?utm_source=mail&key=1#top}
 * becomes {@code https://example.org/app/:id/edit?utm_source=mail}.
 */
public final class Addresses {
    // Or anything else, as nothing.
    private static final String ADDRESS =
            "^(https?://)(?:[^/?#]*@)?([^/?#@]+)([^?#]*)(\\?[^#]*)?[\\s\\S]*$|^[\\s\\S]+$";
    // A segment that is a number, hexadecimal with a digit, a user's handle, very long, names a value, has an @, or
    // digits as only an id has them; four may be a year.
    private static final String IDS = "(^|/)(?:\\d+|(?=[a-f]{0,64}\\d)[0-9a-f]{8,}|(?:~|%7e)[^/]*|[^/]{65,}"
            + "|[^/]{0,64}(?:[@;=]|%(?:25)*40|(?!(?:19|20)\\d\\d)\\d{4}|\\d{5}|[a-z]\\d+[a-z]+\\d)[^/]*)(?=/|$)";

    private final Patterns patterns;
    private final Scrubber scrubber;
    private final String allowedParams;

    /** @param allowedParams the query parameters that may stay beside {@code utm_*}: names with commas between them; may be empty */
    public Addresses(Patterns patterns, Scrubber scrubber, String allowedParams) {
        this.patterns = patterns;
        this.scrubber = scrubber;
        this.allowedParams = allowedParams;
    }

    /** The path with {@code :id} in the place of each id and of each segment in which something looks personal. */
    public String path(String path) {
        var clean = scrubber.text(patterns.replaceAll(IDS, path, "$1:id"));
        return patterns.replaceAll("(^|/)[^/]*\\[redacted\\][^/]*", clean, "$1:id");
    }

    /** The query, from its question mark on, with only {@code utm_} and allowed parameters; empty when none is left. */
    public String search(String search) {
        var names = patterns.replaceAll("^,|,$", patterns.replaceAll("[^\\w-]+", allowedParams, ","), "");
        var allowed = names.isEmpty() ? "" : "|" + patterns.replaceAll(",", names, "|");
        var dropped = "(^\\?|^(?!\\?)|&)(?!(?:utm_[^=&]*" + allowed + ")(?:[=&]|$))[^&]*";
        var kept = patterns.replaceAll("^&", patterns.replaceAll(dropped, search, ""), "?");
        return kept.equals("?") ? "" : scrubber.text(kept);
    }

    /** The address without user info and fragment, path and query as above; empty when it is not an http address. */
    public String url(String href) {
        return origin(href)
                + path(patterns.replaceAll(ADDRESS, href, "$3"))
                + search(patterns.replaceAll(ADDRESS, href, "$4"));
    }

    /** The address of the page before: of one's own origin as {@link #url}, of another the origin alone. */
    public String referrer(String href, String ownOrigin) {
        var origin = origin(href);
        return origin.equals(ownOrigin) ? url(href) : origin;
    }

    /** Scheme, host and port, such as {@code https://example.org:8443}; empty when it is not an http address. */
    public String origin(String href) {
        return patterns.replaceAll(ADDRESS, href, "$1$2");
    }
}
