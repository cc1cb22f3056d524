package dev.candor.client.js;

import dev.candor.client.browser.Storage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/** {@code localStorage}, which may be missing, full, or throw at the mention of its name. */
final class JsStorage implements Storage {
    private boolean closed;

    @Override
    public @Nullable String get(String key) {
        return item(key);
    }

    @Override
    public boolean set(String key, String value) {
        return !closed && setItem(key, value);
    }

    @Override
    public void remove(String key) {
        removeItem(key);
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void each(String prefix, Consumer<String> task) {
        eachKey(prefix, task::accept);
    }

    @JSBody(
            params = {"p", "f"},
            script = "try{Object.keys(localStorage).forEach(function(k){k.indexOf(p)||f(k)})}catch(e){}")
    private static native void eachKey(String p, JsValue.Named f);

    @JSBody(params = "k", script = "try{return localStorage.getItem(k)}catch(e){return ' '}")
    private static native @Nullable String item(String k);

    @JSBody(
            params = {"k", "v"},
            script = "try{localStorage.setItem(k,v);return true}catch(e){return false}")
    private static native boolean setItem(String k, String v);

    @JSBody(params = "k", script = "try{localStorage.removeItem(k)}catch(e){}")
    private static native void removeItem(String k);
}
