package dev.candor.client.js;

import dev.candor.client.browser.Clock;
import dev.candor.client.browser.Value;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** {@code Date}. */
final class JsClock implements Clock {
    @Override
    public String now() {
        return time((JSObject) null);
    }

    @Override
    public String time(Value value) {
        return time(((JsValue) value).value);
    }

    @Override
    public double secondsSince(String epochSeconds) {
        return since(epochSeconds);
    }

    @Override
    public double age(String time) {
        return passed(time);
    }

    @JSBody(params = "t", script = "return (Date.now()-Date.parse(t))/1000")
    private static native double passed(String t);

    @JSBody(params = "v", script = "var d=v==null?new Date():new Date(v);return (isNaN(d)?new Date():d).toISOString()")
    private static native String time(@Nullable JSObject v);

    @JSBody(params = "s", script = "return Date.now()/1000-s")
    private static native double since(String s);
}
