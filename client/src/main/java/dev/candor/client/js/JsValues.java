package dev.candor.client.js;

import dev.candor.client.browser.Value;
import dev.candor.client.browser.Values;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Makes values of JavaScript. */
final class JsValues implements Values {
    @Override
    public Value object() {
        return new JsValue(made());
    }

    @Override
    public Value list() {
        return new JsValue(array());
    }

    @Override
    public Value text(@Nullable String text) {
        return new JsValue(js(text));
    }

    @Override
    public Value context(Value event, boolean failed) {
        return new JsValue(context(((JsValue) event).value, ((JsValue) event.get("messageId")).value, failed ? 1 : 0));
    }

    @Override
    public Value parse(String json) {
        return new JsValue(parsed(json));
    }

    @JSBody(script = "return []")
    static native JSObject array();

    @JSBody(script = "return {}")
    private static native JSObject made();

    @JSBody(
            params = {"e", "i", "f"},
            script = "return {event:e,id:i,logs:function(){return[]},failedDelivery:function(){return!!f}}")
    private static native JSObject context(@Nullable JSObject e, @Nullable JSObject i, int f);

    @JSBody(params = "s", script = "return s")
    private static native @Nullable JSObject js(@Nullable String s);

    @JSBody(params = "s", script = "try{return JSON.parse(s)}catch(e){return null}")
    private static native @Nullable JSObject parsed(String s);
}
