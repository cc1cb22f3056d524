package dev.candor.client.js;

import dev.candor.client.browser.Element;
import java.util.function.Consumer;
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
    public void eachAttribute(Consumer<String> taker) {
        attributes(element, taker::accept);
    }

    @Override
    public @Nullable Element closest(String selector) {
        var found = closest(element, selector);
        return found == null ? null : new JsElement(found);
    }

    @Override
    public boolean repeatsIn(Element other) {
        return repeats(element, ((JsElement) other).element);
    }

    @JSBody(
            params = {"e", "o"},
            script = "var l=e.closest('label'),f=l&&l.control;return !!f&&f!=e&&o.contains(f)")
    private static native boolean repeats(JSObject e, JSObject o);

    @JSBody(params = "e", script = "return e.localName||''")
    private static native String tag(JSObject e);

    @JSBody(
            params = {"e", "n"},
            script = "return e.getAttribute(n)")
    private static native @Nullable String attribute(JSObject e, String n);

    @JSBody(
            params = {"e", "f"},
            script = "[].forEach.call(e.attributes,function(a){f(a.name)})")
    private static native void attributes(JSObject e, JsValue.Named f);

    // What a page puts into the slot of an open shadow root is in what stands around the slot, too. Where a form's
    // fields hide its own members the way up has no end: what is found then is no control, and counts as ignored.
    @JSBody(
            params = {"e", "s"},
            script =
                    "for(var i=999;--i&&e&&!(e.matches&&e.matches(s));)e=e.assignedSlot||e.parentNode||e.host;return e||null")
    private static native @Nullable JSObject closest(JSObject e, String s);
}
