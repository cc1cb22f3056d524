package dev.candor.client;

import dev.candor.client.browser.Call;
import dev.candor.client.browser.Value;
import dev.candor.client.browser.Values;
import dev.candor.client.context.Moment;

/**
 * Reads the arguments of a call as analytics.js does, whatever place they stand in, and makes of them the event as the page
 * sees it: {@code {"type":"track","event":"Item Purchased","properties":{…},"options":{…},"context":{"page":{…}},…}}.
 */
final class Overloads {
    private final Values values;
    private final Options options;
    /** {@code {"user":{"id":"42","traits":{…}},"group":{"traits":{}}}}. */
    private final Value known;

    Overloads(Values values, Options options) {
        this.values = values;
        this.options = options;
        this.known = values.object();
        forget("user");
        forget("group");
    }

    /** What the page has told of its user or group; it stays in memory. */
    Value known(String whom) {
        return known.get(whom);
    }

    void forget(String whom) {
        var nobody = values.object();
        nobody.put("traits", values.object());
        known.put(whom, nobody);
    }

    /** {@code track(event, [properties], [options], [callback])}, or an object with event and properties in the first place. */
    Value track(Call call, Moment moment) {
        var first = call.argument(0);
        return first.kind() == Value.OBJECT
                ? track(first.get("event"), first.get("properties"), call.argument(1), moment)
                : track(first, call.argument(1), call.argument(2), moment);
    }

    Value track(Value name, Value properties, Value options, Moment moment) {
        var event = event("track", options, moment);
        event.put("event", name);
        event.put("properties", members(properties));
        return event;
    }

    /**
     * {@code page} and {@code screen}: {@code ([category], [name], [properties], [options], [callback])}; one text is the name, two are
     * category and name. A page's properties tell where it is, too.
     */
    Value page(String type, Call call, Moment moment) {
        var properties = values.object();
        var options = properties;
        var objects = 0;
        for (int i = 0; i < 5; i++) {
            var argument = call.argument(i);
            if (argument.kind() == Value.OBJECT) {
                if (objects++ > 0 || i == 3) {
                    options = argument;
                } else {
                    properties = argument;
                }
            }
        }
        var names = values.object();
        var first = call.argument(0);
        var second = call.argument(1);
        if (second.kind() == Value.STRING) {
            name(names, "category", first);
            name(names, "name", second);
        } else {
            name(names, "name", first);
        }
        if (type.equals("page")) {
            var at = moment.page();
            var all = values.object().merge(at).merge(properties).merge(names);
            at.each((name, value) -> at.put(name, all.get(name)));
            properties = all;
        }
        var event = event(type, options, moment);
        event.merge(names);
        event.put("properties", properties);
        return event;
    }

    private static boolean isId(Value value) {
        return value.kind() == Value.STRING || value.kind() == Value.NUMBER;
    }

    private static void name(Value names, String member, Value name) {
        if (name.kind() == Value.STRING) {
            names.put(member, name);
        }
    }

    /**
     * {@code identify} and {@code group}: {@code ([id], [traits], [options], [callback])}. Without an id the one that is known counts, and
     * traits add to those of the same id.
     *
     * @param whom {@code user} or {@code group}
     */
    Value traits(String type, String whom, Call call, Moment moment) {
        var known = known(whom);
        var id = call.argument(0);
        var hasId = id.kind() <= Value.NUMBER;
        var event = event(type, call.argument(hasId ? 2 : 1), moment);
        var traits = members(call.argument(hasId ? 1 : 0));
        var before = known.text("id");
        var after = isId(id) && !id.asText().isEmpty() ? id.asText() : before;
        if (before.isEmpty() || before.equals(after)) {
            traits = members(known.get("traits")).merge(traits);
        }
        known.put("id", after.isEmpty() ? null : after);
        known.put("traits", traits);
        event.put(type.equals("group") ? "groupId" : "userId", known.get("id"));
        // What middleware makes of the event is not what the page has told.
        event.put("traits", members(traits));
        return event;
    }

    /** {@code alias(to, [from], [options], [callback])}. */
    Value alias(Call call, Moment moment) {
        var to = call.argument(0);
        var from = call.argument(1);
        var event = event("alias", call.argument(from.kind() <= Value.NUMBER ? 2 : 1), moment);
        if (isId(to)) {
            event.put("userId", to.asText());
        }
        if (isId(from)) {
            event.put("previousId", from.asText());
        }
        return event;
    }

    private Value event(String type, Value given, Moment moment) {
        var options = members(given);
        var context = members(options.get("context"));
        var event = values.object();
        event.put("type", type);
        event.put("timestamp", moment.timestamp());
        if (given.kind() == Value.OBJECT) {
            event.put("options", options);
        }
        event.put("integrations", members(this.options.value("integrations")).merge(options.get("integrations")));
        event.put("context", context);
        // What is undefined has not been given.
        options.each((name, value) -> {
            if (value.kind() != Value.NOTHING && !name.equals("context") && !name.equals("integrations")) {
                var isOwn = name.equals("userId")
                        || name.equals("anonymousId")
                        || name.equals("messageId")
                        || name.equals("timestamp");
                (isOwn ? event : context).put(name, value);
            }
        });
        var user = known.get("user").get("id");
        if (user.kind() != Value.NOTHING) {
            event.put("userId", user);
        }
        context.put("page", moment.page().merge(context.get("page")));
        return event;
    }

    /** A copy of an object; an empty one in place of anything else. */
    Value members(Value value) {
        return values.object().merge(value.kind() == Value.OBJECT ? value : values.text(null));
    }
}
