package dev.candor.client.js;

import dev.candor.client.browser.Element;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** An element of the document. */
final class JsElement implements Element {
    private final JSObject element;

    JsElement(JSObject element) {
        this.element = element;
    }

    @Override
    public String tag() {
        return tag(element);
    }

    @Override
    public @Nullable String attribute(String name) {
        return attribute(element, name);
    }

    @Override
    public String[] attributes() {
        return attributes(element);
    }

    @Override
    public @Nullable Element parent() {
        var parent = parent(element);
        return parent == null ? null : new JsElement(parent);
    }

    @JSBody(params = "e", script = "return e.localName||''")
    private static native String tag(JSObject e);

    @JSBody(
            params = {"e", "n"},
            script = "return e.getAttribute(n)")
    private static native @Nullable String attribute(JSObject e, String n);

    @JSBody(params = "e", script = "return [].map.call(e.attributes,function(a){return a.name})")
    private static native String[] attributes(JSObject e);

    @JSBody(params = "e", script = "return e.parentElement||(e.getRootNode&&e.getRootNode().host)||null")
    private static native @Nullable JSObject parent(JSObject e);
}
