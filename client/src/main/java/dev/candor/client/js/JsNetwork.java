package dev.candor.client.js;

import dev.candor.client.browser.Network;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** {@code fetch} and {@code sendBeacon}. */
final class JsNetwork implements Network {
    @JSFunctor
    private interface Arrived extends JSObject {
        void arrived(int status, double retryAfterSeconds);
    }

    @Override
    public void send(String method, String url, String body, Answer answer) {
        fetch(method, url, body, answer::arrived);
    }

    @Override
    public boolean beacon(String url, String body) {
        return sendBeacon(url, body);
    }

    /**
     * Reads the answer to its end: before that, its request counts against the 64 KB that may be in flight with keepalive. A body of
     * which three bytes a character would be more goes without, as the browser would never take it. Without an answer in 20 seconds it
     * has not arrived: it would keep every other tab from sending. The page's own fetch may answer without headers.
     */
    @JSBody(
            params = {"m", "u", "b", "f"},
            script =
                    "new Promise(function(y){y(fetch(u,{method:m,body:b,keepalive:b.length<21e3,credentials:'same-origin',signal:AbortSignal.timeout&&AbortSignal.timeout(2e4),"
                            + "headers:{'Content-Type':'application/json'}}))}).then(function(r){"
                            + "var a=r.headers&&r.headers.get('Retry-After');return [r.status|0,+a||(Date.parse(a)-Date.now())/1000||0,r]})['catch'](function(){return [0,0]})"
                            + ".then(function(a){f(a[0],a[1]);return a[2].text()})['catch'](function(){})")
    private static native void fetch(String m, String u, String b, Arrived f);

    @JSBody(
            params = {"u", "b"},
            script = "try{return navigator.sendBeacon(u,b)}catch(e){return false}")
    private static native boolean sendBeacon(String u, String b);
}
