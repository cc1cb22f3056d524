package dev.candor.server.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.candor.client.context.UserAgents;
import dev.candor.client.privacy.Addresses;
import dev.candor.client.privacy.Patterns;
import dev.candor.client.privacy.Scrubber;
import dev.candor.event.Kind;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happens to one value, by the kind of its field, before it may be stored. */
public final class Values {
    private static final int MAX_TEXT_CHARS = 512;
    private static final int MAX_TITLE_CHARS = 64;
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.+_-]{1,32}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAMES_A_THING = Pattern.compile("(^|/):");
    private static final Pattern CAMPAIGN = Pattern.compile("utm_(?:content|medium|campaign|source|term|id)");

    private final Patterns patterns;
    private final DeepScrubber scrubber;
    private final Addresses addresses;
    private final Words words;
    private final InstanceKey key;
    private final boolean keepsHashes;
    private final Set<String> params;
    private final Remembered<Told> unchanged = new Remembered<>();
    private final Remembered<String> cleanPaths = new Remembered<>();
    private final Remembered<String> cleanAgents = new Remembered<>();

    /** All that decides about a text: {@code beside} is what stands in its page's path or address, where that counts. */
    private record Told(Kind kind, String name, String text, String beside) {}

    /**
     * Values of one installation.
     *
     * @param keepsHashes whether a typed value that is a hash already stays as it is: so at a collector, never at an instance
     * @param params the query parameters that may stay beside {@code utm_*}, whatever the page allows
     */
    public Values(
            Patterns patterns,
            DeepScrubber scrubber,
            Words words,
            InstanceKey key,
            boolean keepsHashes,
            Set<String> params) {
        this.patterns = patterns;
        this.scrubber = scrubber;
        this.addresses = new Addresses(patterns, new Scrubber(patterns), String.join(",", params));
        this.params = params;
        this.words = words;
        this.key = key;
        this.keepsHashes = keepsHashes;
    }

    /** The value as it may leave, or null when it may not. The parent is the object that it stands in. */
    @Nullable
    JsonNode treat(Kind kind, String name, JsonNode value, ObjectNode parent) {
        return switch (kind) {
            case NUMBER -> value.isNumber() && words.isNumber(value.doubleValue()) ? value : null;
            case BOOLEAN -> value.isBoolean() ? value : null;
            case OBJECT, LABELS -> null;
            case TYPED -> value.isTextual() || value.isNumber() ? text(hashed(value.asText())) : null;
            case RANDOM_ID -> value.isTextual() || value.isNumber() ? text(id(value.asText())) : null;
            case FIXED, VERSION, TIME, ROUTE, SCRUBBED ->
                value.isTextual()
                        ? text(treatText(new Told(kind, name, value.textValue(), beside(name, parent))))
                        : null;
        };
    }

    private static String beside(String name, ObjectNode parent) {
        return switch (name) {
            case "title" -> parent.path("path").asText("");
            case "referrer" -> parent.path("url").asText();
            default -> "";
        };
    }

    /**
     * An id as it may be stored: one that is random by its shape stays; in the place of any other, which may be a name or a number
     * that belongs to somebody, stands a keyed hash in the form of a UUID. The same id gives the same.
     */
    public String id(String given) {
        return RandomIds.looksRandom(given) ? given : key.uuid(given);
    }

    /** As {@link #id}; one that only numbers messages, such as {@code evt-17}, stays too. */
    public String messageId(String given) {
        return RandomIds.looksRandom(given) || RandomIds.numbers(given) ? given : key.uuid(given);
    }

    private @Nullable String treatText(Told told) {
        // A time is another in each event.
        return told.kind == Kind.TIME ? clean(told) : unchanged.cleaned(told, told.text, this::clean);
    }

    private @Nullable String clean(Told told) {
        var name = told.name;
        var text = told.text;
        return switch (told.kind) {
            case FIXED -> text.isEmpty() || (words.isLabel(text) && Vocabulary.has(name, text)) ? text : null;
            case VERSION -> VERSION.matcher(text).matches() && scrubber.isClean(text) ? text : null;
            case TIME -> {
                var time = Times.read(text);
                yield time == null ? null : Times.iso(time);
            }
            case ROUTE -> route(name, text, told.beside);
            case SCRUBBED -> scrubbed(name, text, told.beside);
            case OBJECT, NUMBER, BOOLEAN, LABELS, TYPED, RANDOM_ID -> null;
        };
    }

    private @Nullable String scrubbed(String name, String text, String beside) {
        return switch (name) {
            case "search" -> text.startsWith("?") ? cut(search(text)) : "";
            case "title" -> mayLeave(text, beside) ? text : "";
            case "userAgent" -> userAgent(UserAgents.reduced(patterns, text));
            default -> words.isLabel(text) ? text : null;
        };
    }

    /** Remembered without the minor versions, with which most come. */
    private String userAgent(String reduced) {
        return cleanAgents.cleaned(reduced, reduced, it -> cut(scrubber.text(UserAgentWords.known(it))));
    }

    /**
     * Whether a page's title is the product's and not somebody's: on a page whose path names no single thing (an app, a ticket, a
     * person), short, and with nothing that the scrubber would take out.
     */
    private boolean mayLeave(String title, String given) {
        boolean namesAThing = !given.startsWith("/")
                || NAMES_A_THING.matcher(given).find()
                || !path(given).equals(given);
        return !namesAThing && title.length() <= MAX_TITLE_CHARS && scrubber.isClean(title);
    }

    /** The parameters of campaigns, and those that the administrator allows, whose values are single words. */
    private String search(String query) {
        var kept = Arrays.stream(
                        addresses.search(query).replaceFirst("^\\?", "").split("&", -1))
                .filter(this::mayStay)
                .collect(Collectors.joining("&"));
        return kept.isEmpty() ? "" : "?" + kept;
    }

    private boolean mayStay(String parameter) {
        int equals = parameter.indexOf('=');
        var name = parameter.substring(0, Math.max(equals, 0));
        return (CAMPAIGN.matcher(name).matches() || params.contains(name))
                && words.isLabel(
                        Disguises.percentDecoded(parameter.substring(equals + 1).replace('+', ' ')));
    }

    private String route(String name, String text, String beside) {
        if (name.equals("referrer")) {
            return cut(withCampaign(addresses.referrer(text, addresses.origin(beside))));
        }
        return cut(text.startsWith("/") ? path(text) : withCampaign(addresses.url(text)));
    }

    private String path(String path) {
        return cleanPaths.cleaned(path, path, it -> addresses.path(scrubber.text(it)));
    }

    /** An http address that was cleaned already, its path and query once more as the server does it. */
    private String withCampaign(String url) {
        var origin = addresses.origin(url);
        var rest = url.substring(origin.length());
        int query = rest.indexOf('?');
        return query < 0
                ? origin + path(rest)
                : origin + path(rest.substring(0, query)) + search(rest.substring(query));
    }

    private String hashed(String text) {
        return keepsHashes && HASH.matcher(text).matches() ? text : key.hash(text);
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS);
    }

    private static @Nullable JsonNode text(@Nullable String text) {
        return text == null ? null : TextNode.valueOf(text);
    }
}
