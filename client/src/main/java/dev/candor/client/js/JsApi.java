package dev.candor.client.js;

import dev.candor.client.browser.Api;
import dev.candor.client.browser.Call;
import dev.candor.client.browser.Value;
import dev.candor.event.Versions;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** {@code window.analytics}. */
public final class JsApi implements Api {
    @JSFunctor
    private interface Entry extends JSObject {
        void call(JSObject call);
    }

    private final JSObject api = made(Versions.SOFTWARE);

    @Override
    public void define(String name, Consumer<Call> function) {
        defined(api, name, call -> function.accept(new JsCall(call)));
    }

    @Override
    public @Nullable Value install() {
        var stub = installed(api);
        return stub == null ? null : new JsValue(stub);
    }

    @Override
    public Value object(String name) {
        return name.isEmpty() ? new JsValue(api) : new JsValue(api).get(name);
    }

    @Override
    public void loaded() {
        initialized(api);
    }

    @Override
    public double timeoutMs() {
        return timeout(api);
    }

    @JSBody(
            params = "v",
            script = "return {VERSION:v,initialized:false,consent:{},settings:{timeout:300},Integrations:{}}")
    private static native JSObject made(String v);

    @JSBody(params = "o", script = "return o.settings.timeout")
    private static native double timeout(JSObject o);

    @JSBody(params = "o", script = "o.initialized=true")
    private static native void initialized(JSObject o);

    // A promise that nobody looks at must not show up as an error of the page.
    @JSBody(
            params = {"o", "n", "f"},
            script =
                    "var p=n.split('.');(p[1]?o[p[0]]:o)[p[1]||n]=function(){"
                            + "var a=[].slice.call(arguments),l=a.length-1,c={a:a},q=c.r=new Promise(function(y,z){"
                            + "c.y=y;c.z=function(e){z(e);q['catch'](function(){})}});try{if(a[l]&&a[l].__t=='bpc')c.b=a.pop();f(c)}catch(e){c.z(e)}return c.r}")
    private static native void defined(JSObject o, String n, Entry f);

    // What analytics.js has for destinations, or had once, does nothing, and is answered; a user is never stored.
    @JSBody(
            params = "o",
            script = "var w=window,s=w.analytics;if(s&&s.VERSION&&s.consent)return null;"
                    + "o.push=function(a){try{var f=o;a[0].split('.').forEach(function(n){f=f[n]});return f.apply(o,[].slice.call(a,1))}catch(e){}};"
                    + "o.register=o.deregister=o.initialize=o.init=o.add=o.addIntegration=o.addDestinationMiddleware=o.addIntegrationMiddleware="
                    + "o.log=o.listeners=o.queryString=function(){return Promise.resolve(o)};"
                    + "o.user.save=o.user.load=o.user;"
                    + "o.pageview=function(p){return o.page(p&&{path:p})};"
                    + "o.group.save=o.group.load=o.group.anonymousId=function(){};"
                    + "w.analytics=o;s=s||o;var c=[].slice.call(s);try{Object.keys(o).forEach(function(k){s[k]=o[k]})}catch(e){}"
                    + "c.forEach(o.push);return {writeKey:s._writeKey,options:s._loadOptions}")
    private static native @Nullable JSObject installed(JSObject o);
}
