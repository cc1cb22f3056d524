package dev.candor.server.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.candor.client.context.UserAgents;
import dev.candor.client.privacy.Addresses;
import dev.candor.client.privacy.Labels;
import dev.candor.client.privacy.Patterns;
import dev.candor.client.privacy.Scrubber;
import dev.candor.event.Kind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What happens to one value, by the kind of its field, before it may be stored. */
public final class Values {
    private static final int MAX_TEXT_CHARS = 512;
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.+_-]{1,32}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Patterns patterns;
    private final Scrubber scrubber;
    private final Addresses addresses;
    private final Labels labels;
    private final InstanceKey key;
    private final boolean keepsHashes;

    /** @param keepsHashes whether a typed value that is a hash already stays as it is: so at a collector, never at an instance */
    public Values(Patterns patterns, InstanceKey key, boolean keepsHashes) {
        this.patterns = patterns;
        this.scrubber = new Scrubber(patterns);
        this.addresses = new Addresses(patterns, scrubber, "");
        this.labels = new Labels(patterns, scrubber);
        this.key = key;
        this.keepsHashes = keepsHashes;
    }

    /** The value as it may leave, or null when it may not. The parent is the object that it stands in. */
    @Nullable
    JsonNode treat(Kind kind, String name, JsonNode value, ObjectNode parent) {
        return switch (kind) {
            case NUMBER -> value.isNumber() && labels.isNumber(value.doubleValue()) ? value : null;
            case BOOLEAN -> value.isBoolean() ? value : null;
            case OBJECT, LABELS -> null;
            case TYPED -> value.isTextual() || value.isNumber() ? text(hashed(value.asText())) : null;
            case FIXED, VERSION, TIME, ROUTE, RANDOM_ID, SCRUBBED ->
                value.isTextual() ? text(treatText(kind, name, value.textValue(), parent)) : null;
        };
    }

    /** The moment that an ISO 8601 text with an offset names, or null when it names none. */
    public static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private @Nullable String treatText(Kind kind, String name, String text, ObjectNode parent) {
        return switch (kind) {
            case FIXED -> text.isEmpty() || labels.isLabel(text) ? text : null;
            case VERSION -> VERSION.matcher(text).matches() && scrubber.isClean(text) ? text : null;
            case TIME -> {
                var time = time(text);
                yield time == null ? null : Times.iso(time);
            }
            case RANDOM_ID -> labels.isRandomId(text) ? text : null;
            case ROUTE -> route(name, text, parent);
            case SCRUBBED -> cut(scrubbed(name, text));
            case OBJECT, NUMBER, BOOLEAN, LABELS, TYPED -> null;
        };
    }

    private String scrubbed(String name, String text) {
        return switch (name) {
            case "search" -> addresses.search(text);
            case "userAgent" -> scrubber.text(UserAgents.reduced(patterns, text));
            default -> scrubber.text(text);
        };
    }

    private String route(String name, String text, ObjectNode parent) {
        if (name.equals("referrer")) {
            return cut(
                    addresses.referrer(text, addresses.origin(parent.path("url").asText())));
        }
        return cut(text.startsWith("/") ? addresses.path(text) : addresses.url(text));
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
