package dev.candor.client.js;

import dev.candor.client.browser.Storage;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/** {@code localStorage}, which may be missing, full, or throw at the mention of its name. */
final class JsStorage implements Storage {
    @Override
    public @Nullable String get(String key) {
        return item(key);
    }

    @Override
    public void set(String key, String value) {
        setItem(key, value);
    }

    @Override
    public void remove(String key) {
        removeItem(key);
    }

    @JSBody(params = "k", script = "try{return localStorage.getItem(k)}catch(e){return null}")
    private static native @Nullable String item(String k);

    @JSBody(
            params = {"k", "v"},
            script = "try{localStorage.setItem(k,v)}catch(e){}")
    private static native void setItem(String k, String v);

    @JSBody(params = "k", script = "try{localStorage.removeItem(k)}catch(e){}")
    private static native void removeItem(String k);
}
