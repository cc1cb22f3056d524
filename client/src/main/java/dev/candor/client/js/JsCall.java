package dev.candor.client.js;

import dev.candor.client.browser.Call;
import dev.candor.client.browser.Value;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** A call of one of the page's functions. */
final class JsCall implements Call {
    private final JSObject call;

    JsCall(JSObject call) {
        this.call = call;
    }

    @Override
    public Value argument(int index) {
        return new JsValue(at(call, index));
    }

    @Override
    public int count() {
        return length(call);
    }

    @Override
    public boolean given() {
        return given(call);
    }

    @Override
    public Value place() {
        return new JsValue(place(call));
    }

    @Override
    public Value rest() {
        return new JsValue(rest(call));
    }

    @Override
    public Value callback() {
        return new JsValue(callback(call));
    }

    @Override
    public void give(Value value) {
        give(call, ((JsValue) value).value);
    }

    @Override
    public void resolve(Value value) {
        resolve(call, ((JsValue) value).value);
    }

    @Override
    public void reject(String message) {
        reject(call, message);
    }

    @JSBody(
            params = {"c", "i"},
            script = "return c.a[i]")
    private static native @Nullable JSObject at(JSObject c, int i);

    @JSBody(params = "c", script = "return c.a[0]!==void 0")
    private static native boolean given(JSObject c);

    @JSBody(params = "c", script = "return c.b")
    private static native @Nullable JSObject place(JSObject c);

    @JSBody(params = "c", script = "return [].slice.call(c.a,1)")
    private static native JSObject rest(JSObject c);

    @JSBody(params = "c", script = "return c.a.find(function(f){return typeof f=='function'})")
    private static native @Nullable JSObject callback(JSObject c);

    @JSBody(params = "c", script = "return c.a.length")
    private static native int length(JSObject c);

    @JSBody(
            params = {"c", "v"},
            script = "c.y(c.r=v)")
    private static native void give(JSObject c, @Nullable JSObject v);

    @JSBody(
            params = {"c", "v"},
            script = "c.y(v)")
    private static native void resolve(JSObject c, @Nullable JSObject v);

    @JSBody(
            params = {"c", "m"},
            script = "c.z(new Error(m))")
    private static native void reject(JSObject c, String m);
}
