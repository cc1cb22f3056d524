package dev.candor.client;

import dev.candor.client.browser.Page;
import dev.candor.client.browser.Value;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the browser is, and what it says of itself. */
final class FakePlace implements Page {
    String href = "https://example.org/";
    String canonical = "";
    String title = "Editor";
    boolean isVisible = true;
    boolean globalPrivacyControl;
    boolean doNotTrack;

    private final FakeScripting scripting;

    FakePlace(FakeScripting scripting) {
        this.scripting = scripting;
    }

    /** Goes to a path, or to an address from here. */
    void go(String path) {
        href = path.startsWith("/")
                ? part(href, 1) + path
                : URI.create(href).resolve(path).toString();
    }

    @Override
    public String href() {
        return href;
    }

    @Override
    public String origin() {
        return href.replaceAll("^(https?://[^/]+).*", "$1");
    }

    @Override
    public String path() {
        return part(href, 2);
    }

    @Override
    public String hash() {
        return part(href, 4);
    }

    @Override
    public String referrer() {
        return "";
    }

    @Override
    public Value here() {
        var place = scripting.object();
        place.put("p", path());
        place.put("u", href.replaceAll("#.*", ""));
        place.put("s", part(href, 3));
        place.put("t", title);
        place.put("r", referrer());
        place.put("c", canonical);
        return place;
    }

    @Override
    public String language() {
        return "en-US";
    }

    @Override
    public String timezone() {
        return "Europe/Berlin";
    }

    @Override
    public String userAgent() {
        return "Mozilla/5.0 (X11; Linux x86_64) Chrome/143.0.6000.10 Safari/537.36";
    }

    @Override
    public int screenWidth() {
        return 1_280;
    }

    @Override
    public boolean visible() {
        return isVisible;
    }

    @Override
    public boolean globalPrivacyControl() {
        return globalPrivacyControl;
    }

    @Override
    public boolean doNotTrack() {
        return doNotTrack;
    }

    @Override
    public String resolve(String address) {
        try {
            return URI.create(href).resolve(address).toString();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Override
    public @Nullable String parameter(String search, String name) {
        return Arrays.stream(search.replaceFirst("^\\?", "").split("&"))
                .filter(parameter -> parameter.replaceFirst("=.*", "").equals(name))
                .map(parameter -> parameter.substring(name.length()).replaceFirst("^=", ""))
                .map(value -> value.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"))
                .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                .reduce((before, after) -> after)
                .orElse(null);
    }

    /** Origin, path, query with its mark, fragment with its mark. */
    private static String part(String address, int part) {
        return address.replaceAll("^(?:(https?://[^/?#]+)([^?#]*)(\\?[^#]*)?(#.*)?|.*)$", "$" + part);
    }
}
