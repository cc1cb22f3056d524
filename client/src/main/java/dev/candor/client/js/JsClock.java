package dev.candor.client.js;

import dev.candor.client.browser.Clock;
import dev.candor.client.browser.Value;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** {@code Date}. */
final class JsClock implements Clock {
    /** The last time that was told, and its milliseconds: many calls are made in one. */
    private String told = "";

    private double toldMs = Double.NaN;

    @Override
    public String now() {
        return time((JSObject) null);
    }

    @Override
    public Value date() {
        return new JsValue(made());
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

    private String time(@Nullable JSObject value) {
        var ms = ms(value);
        if (ms != toldMs) {
            toldMs = ms;
            told = text(ms);
        }
        return told;
    }

    @JSBody(script = "return new Date()")
    private static native JSObject made();

    @JSBody(params = "t", script = "return Math.abs(Date.now()-Date.parse(t))/1000")
    private static native double passed(String t);

    @JSBody(params = "v", script = "var t=v==null?NaN:+new Date(v);return isNaN(t)?Date.now():t")
    private static native double ms(@Nullable JSObject v);

    @JSBody(params = "t", script = "return new Date(t).toISOString()")
    private static native String text(double t);

    @JSBody(params = "s", script = "return Date.now()/1000-s")
    private static native double since(String s);
}
