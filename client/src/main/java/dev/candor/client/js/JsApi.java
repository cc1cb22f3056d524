package dev.candor.client.js;

import dev.candor.client.browser.Api;
import dev.candor.client.browser.Value;
import dev.candor.event.Versions;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** {@code window.analytics}. */
public final class JsApi implements Api {
    @JSFunctor
    private interface Entry extends JSObject {
        void call(int method, JSObject call);
    }

    private final JSObject api = made(Versions.SOFTWARE);

    @Override
    public @Nullable Value install(String names, Handler handler) {
        var stub = installed(api, names, (method, call) -> handler.call(method, new JsCall(call)));
        return stub == null ? null : new JsValue(stub);
    }

    @Override
    public Value object(String name) {
        return new JsValue(name.isEmpty() ? api : member(api, name));
    }

    @Override
    public void set(String name, Value value) {
        object("").put(name, value);
    }

    @JSBody(
            params = {"o", "n"},
            script = "return o['_'+n]||o[n]")
    private static native JSObject member(JSObject o, String n);

    @JSBody(params = "v", script = "return {VERSION:v,initialized:false,consent:{},_users:{},_groups:{}}")
    private static native JSObject made(String v);

    // A promise that nobody looks at must not show up as an error of the page.
    @JSBody(
            params = {"o", "names", "entry"},
            script = "var w=window,s=w.analytics,f={};if(s&&s.VERSION&&s.consent)return null;"
                    + "names.split(' ').forEach(function(n,i){var p=n.split('.'),t=p[1]?o[p[0]]||o['_'+p[0]]:o;"
                    + "f[n]=t[p[1]||n]=function(){var c={a:arguments},q=c.r=new Promise(function(y,z){c.y=y;c.z=z});"
                    + "q['catch'](function(){});try{entry(i,c)}catch(e){c.z(e)}return c.r}});"
                    + "o.push=function(a){try{return f[a[0]].apply(o,[].slice.call(a,1))}catch(e){}};"
                    + "w.analytics=o;if(s){var c=[].slice.call(s);"
                    + "try{Object.keys(o).forEach(function(k){s[k]=o[k]})}catch(e){}"
                    + "c.forEach(o.push)}"
                    + "return {writeKey:s&&s._writeKey,options:s&&s._loadOptions}")
    private static native @Nullable JSObject installed(JSObject o, String names, Entry entry);
}
