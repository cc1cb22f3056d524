package dev.candor.client.js;

import dev.candor.client.browser.Script;
import dev.candor.client.browser.Value;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** {@code document.currentScript}, which is there only while the script runs. */
final class JsScript implements Script {
    private final @Nullable JSObject script = current();

    @Override
    public Value data(String name) {
        return new JsValue(data(script, name));
    }

    @Override
    public String folder() {
        return folder(script);
    }

    @JSBody(script = "return document.currentScript||document.querySelector('script[src*=\"candor\"]')")
    private static native @Nullable JSObject current();

    // Nothing but the options' names is asked for, which no object has by itself.
    @JSBody(
            params = {"s", "n"},
            script = "return s&&s.dataset[n]")
    private static native @Nullable JSObject data(@Nullable JSObject s, String n);

    @JSBody(params = "s", script = "return s&&s.src?s.src.replace(/\\/[^\\/?#]*([?#].*)?$/,''):location.origin")
    private static native String folder(@Nullable JSObject s);
}
