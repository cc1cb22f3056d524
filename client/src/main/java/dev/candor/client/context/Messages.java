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
import dev.candor.event.Screen;
import dev.candor.event.Versions;
import org.jspecify.annotations.Nullable;

/** Makes the message that leaves from an event as the page sees it. Only what is named here leaves, each field by its rule. */
public final class Messages {
    private final Browser browser;
    private final Scrubber scrubber;
    private final Addresses addresses;
    private final Labels labels;
    private @Nullable Context context;
    private String contextJson = "";
    private String contextOf = "";

    public Messages(Browser browser, Scrubber scrubber, Addresses addresses, Labels labels) {
        this.browser = browser;
        this.scrubber = scrubber;
        this.addresses = addresses;
        this.labels = labels;
    }

    /** Whether an event may leave: it is of a kind that does, has a name that may, and the page did not keep it from the collector. */
    public boolean mayLeave(Value event) {
        return (isPage(event) || labels.isEventName(event.text("event")))
                && !event.get("integrations").text("Segment.io").equals("false");
    }

    /** Gives an event the ids with which it leaves. */
    public void identify(Value event, String anonymousId) {
        var chosen = event.text("messageId");
        event.put("anonymousId", anonymousId);
        event.put(
                "messageId",
                labels.isRandomId(chosen) ? chosen : browser.randomness().sortableUuid());
    }

    /**
     * The JSON of a message of an event that {@link #mayLeave}. The event is given the ids once more, as it may be another one now.
     */
    public String json(Value event, String anonymousId) {
        var isPage = isPage(event);
        var page = event.get("context").get("page");
        var properties = kept(
                event.get("properties"),
                event.text("type").equals("page") ? page : browser.values().object());
        identify(event, anonymousId);
        return browser.json()
                .write(
                        new Message<>(
                                anonymousId,
                                label(event.get("category")),
                                context(page),
                                isPage ? null : event.text("event"),
                                new Integrations(),
                                event.text("messageId"),
                                label(event.get("name")),
                                null,
                                new RawJson(properties.json()),
                                null,
                                null,
                                browser.clock().time(event.get("timestamp")),
                                isPage ? event.text("type") : "track",
                                null),
                        contextJson);
    }

    private boolean isPage(Value event) {
        return browser.patterns().matches("^(page|screen)$", event.text("type"));
    }

    /** The properties that may leave: those whose names and values a developer chose; none of the names in the other. */
    public Value kept(Value properties, Value without) {
        var kept = browser.values().object();
        properties.each((name, value) -> {
            var text = value.asText();
            if (labels.isKey(name) && without.get(name).kind() == Value.NOTHING) {
                if (value.kind() == Value.BOOLEAN
                        || (value.kind() == Value.NUMBER && labels.isNumber(value.number()))) {
                    kept.put(name, value);
                } else if (value.kind() != Value.NUMBER && labels.isLabel(text)) {
                    kept.put(name, text);
                }
            }
        });
        return kept;
    }

    /** Of a page that is still at the same place it is the same: looking for what is personal takes longer than all the rest. */
    private Context context(Value at) {
        var url = at.text("url");
        var title = at.text("title");
        var path = at.text("path");
        var search = at.text("search");
        var referrer = at.text("referrer");
        var place = url + "\n" + title + "\n" + path + "\n" + search + "\n" + referrer;
        if (context == null || !place.equals(contextOf)) {
            contextOf = place;
            var width = browser.page().screenWidth();
            context = new Context(
                    campaign(search),
                    null,
                    null,
                    new Library("candor.js", Versions.SOFTWARE),
                    known(browser.page().language()),
                    new dev.candor.event.Page(
                            addresses.path(path),
                            addresses.referrer(referrer, browser.page().origin()),
                            addresses.search(search),
                            scrubber.text(title),
                            addresses.url(url)),
                    new Screen(width < 768 ? "small" : width < 1_280 ? "medium" : "large"),
                    known(browser.page().timezone()),
                    UserAgents.reduced(browser.patterns(), browser.page().userAgent()));
            contextJson = browser.json().write(context);
        }
        return context;
    }

    private @Nullable Campaign campaign(String search) {
        var content = utm(search, "content");
        var medium = utm(search, "medium");
        var name = utm(search, "campaign");
        var source = utm(search, "source");
        var term = utm(search, "term");
        return content == null && medium == null && name == null && source == null && term == null
                ? null
                : new Campaign(content, medium, name, source, term);
    }

    private @Nullable String utm(String search, String name) {
        var value = browser.page().parameter(search, "utm_" + name);
        return value == null ? null : scrubber.text(value);
    }

    private @Nullable String label(Value name) {
        return labels.isEventName(name.asText()) ? name.asText() : null;
    }

    private @Nullable String known(String text) {
        return labels.isLabel(text) ? text : null;
    }
}
