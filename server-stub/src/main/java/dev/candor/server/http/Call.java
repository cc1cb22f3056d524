package dev.candor.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One request, as far as handlers look at it. */
public final class Call {
    private static final long MAX_DRAINED_BYTES = 8 << 20;
    private static final long MAX_DRAINED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Pattern USUAL_PORT = Pattern.compile(":(80|443)$");
    private static final int BUFFER_BYTES = 8192;

    private final HttpServletRequest request;
    private final Mount mount;

    /** The body is larger than what is read (413), or it breaks off or is not zipped as its header says (400). */
    public static final class BadBodyException extends Exception {
        private final int status;

        private BadBodyException(int status, String message) {
            super(message);
            this.status = status;
        }

        public Reply reply() {
            return Reply.failure(status, String.valueOf(getMessage()));
        }
    }

    public Call(HttpServletRequest request, Mount mount) {
        this.request = request;
        this.mount = mount;
    }

    String method() {
        return request.getMethod();
    }

    /** From where the servlet stands. */
    public String path() {
        return mount.path(request.getRequestURI());
    }

    /** A header's first value, or an empty text. */
    public String header(String name) {
        var value = request.getHeader(name);
        return value == null ? "" : value.strip();
    }

    /** The values of all cookies of that name, as they were sent. */
    public List<String> cookies(String name) {
        var values = new ArrayList<String>();
        var headers = request.getHeaders("Cookie");
        while (headers.hasMoreElements()) {
            for (var pair : headers.nextElement().split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    values.add(pair.substring(equals + 1).strip());
                }
            }
        }
        return values;
    }

    /** The query's parameters, the first of each name. */
    public Map<String, String> query() {
        return parameters(request.getQueryString());
    }

    /** A form's fields. */
    public Map<String, String> form() throws IOException, BadBodyException {
        return parameters(new String(body(16 * 1024), StandardCharsets.UTF_8));
    }

    /** The whole body, unzipped if it has to be. */
    public byte[] body(int maxBytes) throws BadBodyException {
        try {
            return read(maxBytes);
        } catch (IOException | RuntimeException e) {
            throw new BadBodyException(400, "the body breaks off, or is not encoded as its headers say");
        }
    }

    private byte[] read(int maxBytes) throws IOException, BadBodyException {
        InputStream in = request.getInputStream();
        if (request.getContentLengthLong() > maxBytes) {
            throw tooLarge(in);
        }
        if (header("Content-Encoding").equalsIgnoreCase("gzip")) {
            in = new GZIPInputStream(in);
        }
        boolean zipped = in instanceof GZIPInputStream;
        int length = request.getContentLength();
        var body = in.readNBytes(zipped || length < 0 ? maxBytes + 1 : length);
        if (body.length > maxBytes) {
            throw tooLarge(request.getInputStream());
        }
        return body;
    }

    private static BadBodyException tooLarge(InputStream in) throws IOException {
        drain(in);
        return new BadBodyException(413, "the body is too large");
    }

    /** Reads what no handler wanted: a client that is still writing when the connection closes never sees the answer. */
    public void drain() {
        try {
            var in = request.getInputStream();
            if (!in.isFinished() && in.read() >= 0) {
                drain(in);
            }
        } catch (IOException | RuntimeException e) {
            // It broke off; whoever sent it is gone, or reads the answer all the same.
        }
    }

    private static void drain(InputStream in) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        long read = 0;
        long end = System.nanoTime() + MAX_DRAINED_NANOS;
        for (int n = 0; n >= 0 && read < MAX_DRAINED_BYTES && System.nanoTime() < end; n = in.read(buffer)) {
            read += n;
        }
    }

    /** The address at the other end. Never stored, logged or shown. */
    public String peer() {
        var address = request.getRemoteAddr();
        return address == null ? "" : address;
    }

    /** Whether the visitor came over https, here or at the proxy in front. */
    public boolean secure() {
        return request.isSecure() || header("X-Forwarded-Proto").equalsIgnoreCase("https");
    }

    /** Whether a browser sent it: only browsers name an origin, or how a request came about. */
    public boolean fromBrowser() {
        return !header("Origin").isEmpty() || !header("Sec-Fetch-Site").isEmpty();
    }

    /** Whether it comes from a page of this server, or from no page at all. */
    public boolean sameOrigin() {
        var site = header("Sec-Fetch-Site");
        if (!site.isEmpty() && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        var origin = header("Origin");
        if (origin.isEmpty()) {
            return true;
        }
        if (origin.equals("null")) {
            // A form of a page whose policy is to send no referrer hides its origin; what no page can set still tells.
            return site.equals("same-origin");
        }
        var authority = authority(origin);
        return !authority.isEmpty()
                && (authority.equals(bare(header("Host"))) || authority.equals(bare(header("X-Forwarded-Host"))));
    }

    private static String authority(String origin) {
        try {
            var authority = new URI(origin).getRawAuthority();
            return authority == null ? "" : bare(authority);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /** Host and port without the port that goes without saying. */
    private static String bare(String authority) {
        return USUAL_PORT.matcher(authority.toLowerCase(Locale.ROOT)).replaceFirst("");
    }

    /** What an {@code Authorization} says after its scheme (RFC 9110, section 11.6.2); null where that is another. */
    public static @Nullable String credentials(String header, String scheme) {
        var head = scheme + " ";
        return header.regionMatches(true, 0, head, 0, head.length())
                ? header.substring(head.length()).strip()
                : null;
    }

    /** The user of a Basic authorization; null for what is none. */
    public static @Nullable String basicUser(String header) {
        var credentials = credentials(header, "Basic");
        if (credentials == null) {
            return null;
        }
        try {
            var pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** Names and values of a query or form; of one that comes twice, its first. */
    public static Map<String, String> parameters(@Nullable String text) {
        var parameters = new HashMap<String, String>();
        for (var pair : (text == null ? "" : text).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.putIfAbsent(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        decoded(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
