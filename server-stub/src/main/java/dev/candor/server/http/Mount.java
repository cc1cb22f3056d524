package dev.candor.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where in its container the servlet stands. The handlers and their pages name paths from the root; here the base comes off a
 * request's path, and goes before the paths in its answer.
 *
 * @param base empty at the root, else such as {@code /product/candor}
 */
public record Mount(String base) {
    /** The context's path, and that of the pattern that the servlet is mapped to, such as {@code /candor/*}. */
    public static Mount of(HttpServletRequest request) {
        var pattern = request.getHttpServletMapping().getPattern();
        return new Mount(
                request.getContextPath() + (pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 2) : ""));
    }

    String path(String uri) {
        return uri.startsWith(base) ? uri.substring(base.length()) : uri;
    }

    public Reply answer(Reply reply) {
        if (base.isEmpty()) {
            return reply;
        }
        var moved = reply;
        var location = reply.headers().getOrDefault("Location", "");
        if (location.startsWith("/")) {
            moved = moved.with("Location", base + location);
        }
        var cookie = reply.headers().getOrDefault("Set-Cookie", "");
        if (cookie.contains("Path=/admin")) {
            moved = moved.with("Set-Cookie", cookie.replace("Path=/admin", "Path=" + base + "/admin"));
        }
        boolean page = reply.headers()
                .getOrDefault("Content-Type", "")
                .toLowerCase(Locale.ROOT)
                .startsWith("text/html");
        return page ? moved.withBody(links(reply.body())) : moved;
    }

    /** Values in our pages have their quotes escaped, so that only attributes of ours are found. */
    private byte[] links(byte[] html) {
        return new String(html, StandardCharsets.UTF_8)
                .replaceAll("(href|action|src)=\"/", "$1=\"" + base.replace("$", "\\$") + "/")
                .getBytes(StandardCharsets.UTF_8);
    }
}
