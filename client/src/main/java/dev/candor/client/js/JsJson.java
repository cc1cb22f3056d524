package dev.candor.client.js;

import dev.candor.client.browser.Json;
import dev.candor.client.browser.Value;
import dev.candor.event.Batch;
import dev.candor.event.Click;
import dev.candor.event.Context;
import dev.candor.event.Message;
import dev.candor.event.RawJson;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

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
        return shared(JsonWriters.batch(batch));
    }

    @Override
    public Value value(Click click) {
        return new JsValue(JsonWriters.click(click));
    }

    // Old libraries have lists say themselves what their JSON is, which is another. Only a context's own members
    // count: a page may put anything on Object.prototype. An event that another script left may have no context.
    @JSBody(
            params = "v",
            script =
                    "var b=v.batch,c=b[0].context||{},m=v.context||{};b.toJSON=null;if(b[1]){v.context=m;Object.keys(c).forEach("
                            + "function(k){if(!b.some(function(e){return JSON.stringify((e.context||0)[k])!=JSON.stringify(c[k])})){"
                            + "m[k]=c[k];b.forEach(function(e){delete e.context[k]})}})}return JSON.stringify(v)")
    private static native String shared(JSObject v);
}
