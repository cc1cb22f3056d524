package dev.candor.client.js;

import dev.candor.client.browser.Call;
import dev.candor.client.browser.Value;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** A call of one of the page's functions. */
final class JsCall implements Call {
    private final JSObject arguments;
    private final JSObject resolve;
    private final JSObject reject;

    JsCall(JSObject arguments, JSObject resolve, JSObject reject) {
        this.arguments = arguments;
        this.resolve = resolve;
        this.reject = reject;
    }

    @Override
    public Value argument(int index) {
        return new JsValue(at(arguments, index));
    }

    @Override
    public int count() {
        return length(arguments);
    }

    @Override
    public void resolve(Value value) {
        settle(resolve, ((JsValue) value).value);
    }

    @Override
    public void reject(String message) {
        settle(reject, error(message));
    }

    @JSBody(
            params = {"a", "i"},
            script = "return a[i]")
    private static native @Nullable JSObject at(JSObject a, int i);

    @JSBody(params = "a", script = "return a.length")
    private static native int length(JSObject a);

    @JSBody(
            params = {"f", "v"},
            script = "f(v)")
    private static native void settle(JSObject f, @Nullable JSObject v);

    @JSBody(params = "m", script = "return new Error(m)")
    private static native JSObject error(String m);
}
