package dev.candor.client.context;

import dev.candor.client.browser.Browser;
import dev.candor.client.browser.Value;
import dev.candor.client.privacy.Addresses;
import dev.candor.client.privacy.Labels;
import dev.candor.client.privacy.Scrubber;
import dev.candor.event.Campaign;
import dev.candor.event.Context;
import dev.candor.event.Integrations;
import dev.candor.event.Library;
import dev.candor.event.Message;
import dev.candor.event.RawJson;
import dev.candor.event.Versions;
import org.jspecify.annotations.Nullable;

/** Makes the message that leaves from an event as the page sees it. Only what is named here leaves, each field by its rule. */
public final class Messages {
    private static final Library LIBRARY = new Library("candor.js", Versions.SOFTWARE);

    private final Browser browser;
    private final Scrubber scrubber;
    private final Addresses addresses;
    private final Labels labels;

    public Messages(Browser browser, Scrubber scrubber, Addresses addresses, Labels labels) {
        this.browser = browser;
        this.scrubber = scrubber;
        this.addresses = addresses;
        this.labels = labels;
    }

    /** The message of an event; null when it has no name that may leave. Of a track the event's properties become those that leave. */
    public @Nullable Message<RawJson> of(Value event, String anonymousId) {
        var isPage = event.get("type").asText().equals("page");
        var name = label(event.get("event"));
        if (!isPage && name == null) {
            return null;
        }
        var context = event.get("context");
        var properties = kept(
                event.get("properties"),
                isPage ? context.get("page") : browser.values().object());
        if (!isPage) {
            event.put("properties", properties);
        }
        return new Message<>(
                anonymousId,
                isPage ? label(event.get("category")) : null,
                context(context.get("page")),
                isPage ? null : name,
                new Integrations(),
                messageId(event.get("messageId")),
                isPage ? label(event.get("name")) : null,
                null,
                new RawJson(properties.json()),
                null,
                null,
                browser.clock().time(event.get("timestamp")),
                isPage ? "page" : "track",
                null);
    }

    /** The properties that may leave: those whose names and values a developer chose; none of the names in the other. */
    public Value kept(Value properties, Value without) {
        var kept = browser.values().object();
        for (var name : properties.names()) {
            var value = properties.get(name);
            if (labels.isKey(name) && without.get(name).kind() == Value.NOTHING) {
                switch (value.kind()) {
                    case Value.BOOLEAN -> kept.put(name, value);
                    case Value.NUMBER -> {
                        if (labels.isNumber(value.number())) {
                            kept.put(name, value);
                        }
                    }
                    case Value.STRING, Value.DATE -> {
                        if (labels.isLabel(value.asText())) {
                            kept.put(name, value.asText());
                        }
                    }
                    default -> {}
                }
            }
        }
        return kept;
    }

    private Context context(Value at) {
        var search = at.get("search").asText();
        return new Context(
                campaign(search),
                null,
                LIBRARY,
                known(browser.page().language()),
                new dev.candor.event.Page(
                        addresses.path(at.get("path").asText()),
                        addresses.referrer(
                                at.get("referrer").asText(), browser.page().origin()),
                        addresses.search(search),
                        scrubber.text(at.get("title").asText()),
                        addresses.url(at.get("url").asText())),
                known(browser.page().timezone()),
                UserAgents.reduced(browser.patterns(), browser.page().userAgent()));
    }

    private @Nullable Campaign campaign(String search) {
        return browser.patterns().matches("[?&]utm_(content|medium|campaign|source|term)=", search)
                ? new Campaign(
                        utm(search, "content"),
                        utm(search, "medium"),
                        utm(search, "campaign"),
                        utm(search, "source"),
                        utm(search, "term"))
                : null;
    }

    private @Nullable String utm(String search, String name) {
        var parameter = "^[\\s\\S]*[?&]utm_" + name + "=([^&]*)[\\s\\S]*$";
        return browser.patterns().matches(parameter, search)
                ? scrubber.text(browser.page().decode(browser.patterns().replaceAll(parameter, search, "$1")))
                : null;
    }

    private String messageId(Value chosen) {
        return labels.isRandomId(chosen.asText())
                ? chosen.asText()
                : browser.randomness().uuid();
    }

    private @Nullable String label(Value name) {
        return labels.isEventName(name.asText()) ? name.asText() : null;
    }

    private @Nullable String known(String text) {
        return labels.isLabel(text) ? text : null;
    }
}
