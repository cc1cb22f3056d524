package dev.candor.client.js;

import dev.candor.client.browser.Element;
import dev.candor.client.browser.Signals;
import java.util.function.Consumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Listeners on the window and the document, and around the functions of history. */
final class JsSignals implements Signals {
    @JSFunctor
    private interface Clicked extends JSObject {
        void clicked(JSObject element);
    }

    private final JSObject removers = JsValues.array();

    @Override
    public void onPush(Runnable listener) {
        around(removers, "pushState", true, listener::run);
    }

    @Override
    public void onAddress(Runnable listener) {
        around(removers, "pushState", false, listener::run);
        around(removers, "replaceState", false, listener::run);
        listen(removers, "popstate", listener::run);
        listen(removers, "hashchange", listener::run);
    }

    @Override
    public void onRestored(Runnable listener) {
        restored(removers, listener::run);
    }

    @Override
    public void onVisible(Runnable listener) {
        visibility(removers, false, listener::run);
    }

    @Override
    public void onComplete(Runnable listener) {
        complete(listener::run);
    }

    @Override
    public void onHidden(Runnable listener) {
        visibility(removers, true, listener::run);
        listen(removers, "pagehide", listener::run);
    }

    @Override
    public void onClick(Consumer<Element> listener) {
        click(removers, element -> listener.accept(new JsElement(element)));
    }

    @Override
    public void stop() {
        run(removers);
    }

    @JSBody(
            params = {"r", "t", "f"},
            script =
                    "var g=function(e){try{f(e)}catch(x){}};addEventListener(t,g,true);r.push(function(){removeEventListener(t,g,true)})")
    private static native void listen(JSObject r, String t, JsTask f);

    // What the page or another script has put around the function before or after keeps working: once stopped, ours
    // only passes on.
    @JSBody(
            params = {"r", "n", "b", "f"},
            script = "var o=history[n],g=function(x){try{x==b&&f&&f()}catch(e){}},w=function(){g(true);"
                    + "try{return o.apply(this,arguments)}finally{g(false)}};history[n]=w;"
                    + "r.push(function(){f=0;if(history[n]===w)history[n]=o})")
    private static native void around(JSObject r, String n, boolean b, JsTask f);

    @JSBody(
            params = {"r", "f"},
            script =
                    "var g=function(e){try{e.persisted&&f()}catch(x){}};addEventListener('pageshow',g);r.push(function(){removeEventListener('pageshow',g)})")
    private static native void restored(JSObject r, JsTask f);

    @JSBody(
            params = {"r", "h", "f"},
            script =
                    "var d=document,g=function(){try{(d.visibilityState=='hidden')==h&&f()}catch(x){}};"
                            + "d.addEventListener('visibilitychange',g);h||d.addEventListener('prerenderingchange',g);"
                            + "r.push(function(){d.removeEventListener('visibilitychange',g);d.removeEventListener('prerenderingchange',g)})")
    private static native void visibility(JSObject r, boolean h, JsTask f);

    @JSBody(
            params = "f",
            script =
                    "var g=function(){try{f()}catch(e){}};document.readyState=='loading'||document.readyState=='interactive'?document.addEventListener('DOMContentLoaded',g):g()")
    private static native void complete(JsTask f);

    @JSBody(
            params = {"r", "f"},
            script = "['click','auxclick'].forEach(function(t){var g=function(e){try{"
                    + "if(e.isTrusted!==false&&(e.type=='click'||e.button==1))f((e.composedPath&&e.composedPath()[0])||e.target)}catch(x){}};"
                    + "addEventListener(t,g,true);r.push(function(){removeEventListener(t,g,true)})})")
    private static native void click(JSObject r, Clicked f);

    @JSBody(params = "r", script = "r.splice(0).reverse().forEach(function(f){f()})")
    private static native void run(JSObject r);
}
