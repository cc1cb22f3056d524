package dev.candor.client.js;

import dev.candor.client.browser.Json;
import dev.candor.client.browser.Value;
import dev.candor.event.Batch;
import dev.candor.event.Click;
import dev.candor.event.Context;
import dev.candor.event.Message;
import dev.candor.event.RawJson;

/** Records as JSON, through the writers made from their annotations. */
final class JsJson implements Json {
    @Override
    public String write(Context context) {
        return new JsValue(JsonWriters.context(context)).json();
    }

    @Override
    public String write(Message<RawJson> message, String context) {
        return "{\"context\":" + context + ","
                + new JsValue(JsonWriters.message(message)).json().substring(1);
    }

    @Override
    public String write(Batch<RawJson, RawJson> batch) {
        var value = new JsValue(JsonWriters.batch(batch));
        // Old libraries have lists say themselves what their JSON is, which is another.
        value.get("batch").put("toJSON", (String) null);
        return value.json();
    }

    @Override
    public Value value(Click click) {
        return new JsValue(JsonWriters.click(click));
    }
}
