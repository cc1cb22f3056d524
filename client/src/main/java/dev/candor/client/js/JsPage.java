package dev.candor.client.js;

import dev.candor.client.browser.Page;
import dev.candor.client.browser.Value;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** {@code document}, {@code location}, {@code navigator} and {@code screen}. */
final class JsPage implements Page {
    @Override
    public String href() {
        return location("href");
    }

    @Override
    public String origin() {
        return location("origin");
    }

    @Override
    public String path() {
        return location("pathname");
    }

    @Override
    public String hash() {
        return location("hash");
    }

    @Override
    public String referrer() {
        return referred();
    }

    @Override
    public Value here() {
        return new JsValue(located());
    }

    @Override
    public String language() {
        return navigator("language");
    }

    @Override
    public String timezone() {
        return timeZone();
    }

    @Override
    public String userAgent() {
        return navigator("userAgent");
    }

    @Override
    public int screenWidth() {
        return width();
    }

    @Override
    public boolean visible() {
        return seen();
    }

    @Override
    public boolean globalPrivacyControl() {
        return privacyControl();
    }

    @Override
    public boolean doNotTrack() {
        return noTrack();
    }

    @Override
    public String resolve(String href) {
        return resolved(href);
    }

    @Override
    public @Nullable String parameter(String search, String name) {
        return last(search, name);
    }

    @JSBody(params = "n", script = "return location[n]")
    private static native String location(String n);

    @JSBody(script = "return document.referrer")
    private static native String referred();

    @JSBody(params = "n", script = "return ''+(navigator[n]||'')")
    private static native String navigator(String n);

    @JSBody(script = "return !!navigator.globalPrivacyControl")
    private static native boolean privacyControl();

    // Older browsers say it at the window, or "yes".
    @JSBody(script = "return /1|yes|true/.test(''+navigator.doNotTrack+window.doNotTrack)")
    private static native boolean noTrack();

    @JSBody(
            script =
                    "var d=document,l=d.querySelector('link[rel~=canonical]');return {p:location.pathname,u:location.href.replace(/#.*/,''),"
                            + "s:location.search,t:d.title,r:d.referrer,c:l&&l.getAttribute('href')}")
    private static native JSObject located();

    // The first formatter of a page takes some ten milliseconds, Temporal none; both give the same name.
    @JSBody(
            script =
                    "try{return window.Temporal?Temporal.Now.timeZoneId():Intl.DateTimeFormat().resolvedOptions().timeZone||''}"
                            + "catch(e){return ''}")
    private static native String timeZone();

    @JSBody(script = "return screen.width|0")
    private static native int width();

    @JSBody(script = "return !document.prerendering&&document.visibilityState!='hidden'")
    private static native boolean seen();

    @JSBody(params = "h", script = "try{return new URL(h,document.baseURI||location.href).href}catch(e){return ''}")
    private static native String resolved(String h);

    @JSBody(
            params = {"s", "n"},
            script = "var v=new URLSearchParams(s).getAll(n).pop();return v==null?null:v")
    private static native @Nullable String last(String s, String n);
}
