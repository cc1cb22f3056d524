package dev.candor.client;

import dev.candor.client.browser.Call;
import dev.candor.client.browser.Value;
import dev.candor.client.browser.Values;
import dev.candor.client.context.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of a call as analytics.js does, whatever place they stand in, and makes of them the event as the page
 * sees it: {@code {"type":"track","event":"Item Purchased","properties":{…},"options":{…},"context":{"page":{…}},…}}.
 */
final class Overloads {
    private final Values values;

    Overloads(Values values) {
        this.values = values;
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

    /** {@code page([category], [name], [properties], [options], [callback])}: one text is the name, two are category and name. */
    Value page(Call call, Moment moment) {
        Value category = values.text(null);
        Value name = category;
        Value properties = category;
        Value options = category;
        int texts = 0;
        int objects = 0;
        for (int i = 0; i < 5; i++) {
            var argument = call.argument(i);
            if (argument.kind() == Value.STRING) {
                category = name;
                name = argument;
                texts++;
            } else if (argument.kind() == Value.OBJECT) {
                if (objects++ > 0 || i == 3) {
                    options = argument;
                } else {
                    properties = argument;
                }
            }
        }
        var event = event("page", options, moment);
        var at = event.get("context").get("page");
        var all = at.copy();
        for (var key : properties.names()) {
            var value = properties.get(key);
            all.put(key, value);
            if (at.get(key).kind() == Value.STRING) {
                at.put(key, value);
            }
        }
        if (texts == 2) {
            event.put("category", category);
            all.put("category", category);
        }
        if (texts == 1 || texts == 2) {
            event.put("name", name);
            all.put("name", name);
        }
        event.put("properties", all);
        return event;
    }

    /** {@code identify} and {@code group}: {@code ([id], [traits], [options], [callback])}. */
    Value traits(String type, String idName, Call call, Moment moment) {
        int traits = identified(call) ? 1 : 0;
        var event = event(type, call.argument(traits + 1), moment);
        event.put("traits", members(call.argument(traits)));
        if (call.argument(0).kind() <= Value.NUMBER && call.argument(0).kind() != Value.NOTHING) {
            event.put(idName, call.argument(0).asText());
        }
        return event;
    }

    private static boolean identified(Call call) {
        return call.argument(0).kind() <= Value.NUMBER;
    }

    /** {@code alias(to, [from], [options], [callback])}. */
    Value alias(Call call, Moment moment) {
        var second = call.argument(1);
        var named = second.kind() <= Value.NUMBER;
        var event = event("alias", call.argument(named ? 2 : 1), moment);
        event.put("userId", call.argument(0).asText());
        if (named && second.kind() != Value.NOTHING) {
            event.put("previousId", second.asText());
        }
        return event;
    }

    /** The function among the arguments, if there is one. */
    @Nullable
    Value callback(Call call) {
        for (int i = 0; i < call.count(); i++) {
            if (call.argument(i).kind() == Value.FUNCTION) {
                return call.argument(i);
            }
        }
        return null;
    }

    private Value event(String type, Value given, Moment moment) {
        var options = members(given);
        var event = values.object();
        var context = members(options.get("context"));
        event.put("type", type);
        event.put("options", options);
        event.put("integrations", members(options.get("integrations")));
        event.put("timestamp", moment.timestamp());
        for (var name : options.names()) {
            if (!name.equals("context") && !name.equals("integrations")) {
                (isOverride(name) ? event : context).put(name, options.get(name));
            }
        }
        var page = moment.page(values);
        var own = context.get("page");
        for (var name : own.names()) {
            page.put(name, own.get(name));
        }
        context.put("page", page);
        event.put("context", context);
        return event;
    }

    private static boolean isOverride(String name) {
        return name.equals("anonymousId") || name.equals("messageId") || name.equals("timestamp");
    }

    private Value members(Value value) {
        return value.kind() == Value.OBJECT ? value.copy() : values.object();
    }
}
