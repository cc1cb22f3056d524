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
    public Value data() {
        return new JsValue(dataset(script));
    }

    @Override
    public String folder() {
        return folder(script);
    }

    @JSBody(script = "return document.currentScript||document.querySelector('script[src*=\"candor\"]')")
    private static native @Nullable JSObject current();

    @JSBody(
            params = "s",
            script =
                    "var o={},a=s?s.attributes:[],i=0;for(;i<a.length;i++)"
                            + "o[a[i].name.replace(/^data-/,'').replace(/-(.)/g,function(m,c){return c.toUpperCase()})]=a[i].value;return o")
    private static native JSObject dataset(@Nullable JSObject s);

    @JSBody(
            params = "s",
            script = "return s&&s.src?s.src.replace(/[?#].*/,'').replace(/\\/[^\\/]*$/,''):location.origin")
    private static native String folder(@Nullable JSObject s);
}
