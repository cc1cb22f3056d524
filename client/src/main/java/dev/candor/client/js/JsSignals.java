package dev.candor.client.js;

import dev.candor.client.browser.Signals;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Listeners on the window, and around the functions of history. */
final class JsSignals implements Signals {
    @JSFunctor
    private interface Heard extends JSObject {
        void heard(JSObject event);
    }

    @JSFunctor
    private interface Used extends JSObject {
        void used(JSObject element, boolean sent);
    }

    private final JSObject removers = JsValues.array();

    @Override
    public void onPush(Runnable listener) {
        around("pushState", true, listener::run);
    }

    @Override
    public void onAddress(Runnable listener) {
        around("pushState", false, listener::run);
        around("replaceState", false, listener::run);
        listen("popstate hashchange currententrychange", event -> listener.run());
    }

    @Override
    public void onRestored(Runnable listener) {
        listen("pageshow", event -> {
            if (persisted(event)) {
                listener.run();
            }
        });
    }

    @Override
    public void onVisible(Runnable listener) {
        listen("visibilitychange prerenderingchange", event -> listener.run());
    }

    @Override
    public void onComplete(Runnable listener) {
        if (complete()) {
            listener.run();
        } else {
            listen("DOMContentLoaded load", event -> listener.run());
        }
    }

    @Override
    public void onHidden(Runnable listener) {
        listen("visibilitychange pagehide", event -> {
            if (hides(event)) {
                listener.run();
            }
        });
    }

    @Override
    public void onStored(Runnable listener) {
        listen("storage", event -> listener.run());
    }

    @Override
    public void onOnline(Runnable listener) {
        listen("online", event -> listener.run());
    }

    @Override
    public void onClick(boolean scripted, Pressed listener) {
        listen(
                "pointerdown click auxclick submit",
                event -> clicked(
                        removers, event, scripted, (element, sent) -> listener.pressed(new JsElement(element), sent)));
    }

    @Override
    public void stop() {
        run(removers);
    }

    private void listen(String types, Heard heard) {
        listen(removers, types, heard);
    }

    private void around(String name, boolean before, JsTask task) {
        around(removers, name, before, task);
    }

    // Capturing on the window comes before every handler of the page, and hears of what doesn't bubble. Where a page
    // goes by the browser's own navigation, that alone tells.
    @JSBody(
            params = {"r", "t", "f"},
            script =
                    "t.split(' ').forEach(function(t){var g=function(e){try{f(e)}catch(x){}},w=t.includes('rr')&&window.navigation||window;"
                            + "w.addEventListener(t,g,true);r.push(function(){w.removeEventListener(t,g,true)})})")
    private static native void listen(JSObject r, String t, Heard f);

    // What the page or another script has put around the function before or after keeps working: once stopped, ours
    // only passes on. It is put where the function is, so that a patch of the prototype is not passed by.
    @JSBody(
            params = {"r", "n", "b", "f"},
            script =
                    "var h=history.hasOwnProperty(n)?history:History.prototype,o=h[n],g=function(x){try{x==b&&f&&f()}catch(e){}},w=function(){g(true);"
                            + "try{return o.apply(this,arguments)}finally{g(false)}};h[n]=w;"
                            + "r.push(function(){f=0;if(h[n]===w)h[n]=o})")
    private static native void around(JSObject r, String n, boolean b, JsTask f);

    @JSBody(params = "e", script = "return !!e.persisted")
    private static native boolean persisted(JSObject e);

    @JSBody(params = "e", script = "return e.type=='pagehide'||document.visibilityState=='hidden'")
    private static native boolean hides(JSObject e);

    // Old browsers and HtmlUnit don't say whether an event is trusted. Where a menu opens as its button is pressed, the
    // browser may take the whole page for clicked: if the pointer has stayed, it was the button.
    @JSBody(
            params = {"r", "e", "s", "f"},
            script =
                    "var t=(e.composedPath&&e.composedPath()[0])||e.target,y=e.x+e.y;"
                            + "/n$/.test(e.type)?(r.p=t,r.y=y)"
                            + ":(s||e.isTrusted!==false)&&!(e.button>1)&&f(t.contains(r.p)&&Math.abs(r.y-y)<9?r.p:t,e.type>'r')")
    private static native void clicked(JSObject r, JSObject e, boolean s, Used f);

    // The document has been read, perhaps not yet its pictures.
    @JSBody(
            script =
                    "var t=performance.timing||0;return document.readyState=='complete'||t.domContentLoadedEventStart>0")
    private static native boolean complete();

    @JSBody(params = "r", script = "r.splice(0).reverse().forEach(function(f){f()})")
    private static native void run(JSObject r);
}
