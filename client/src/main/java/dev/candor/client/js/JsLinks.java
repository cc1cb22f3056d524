package dev.candor.client.js;

import dev.candor.client.browser.Links;
import dev.candor.client.browser.Value;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Listeners on links and forms. */
final class JsLinks implements Links {
    @JSFunctor
    private interface Used extends JSObject {
        void used(JSObject element, JsTask go);
    }

    @Override
    public void watch(String event, Value elements, Listener listener) {
        watch(((JsValue) elements).value, event, (element, go) -> listener.used(new JsValue(element), () -> call(go)));
    }

    @JSBody(params = "f", script = "f()")
    private static native void call(JsTask f);

    // An element, a list of them, or jQuery's; of one that holds a link, that link. Left alone are events that the page
    // has held back, and links to another tab, a frame or a file. What jQuery submits has its events and no others.
    @JSBody(
            params = {"l", "t", "f"},
            script = "(!l?[]:l.nodeType?[l]:[].slice.call(l)).forEach(function(e){"
                    + "var s=t=='submit',q=s&&(window.jQuery||window.Zepto),w=function(v){var g=function(){},k,h,d;"
                    + "try{k=e.querySelector('a')||e;h=k.href&&k.href.baseVal||k.getAttribute('href')||k.getAttribute('xlink:href');"
                    + "if(!(q?v.isDefaultPrevented():v.defaultPrevented)&&(s||h&&!k.matches('[target],[download]')&&!v.ctrlKey&&!v.shiftKey&&!v.metaKey&&!v.altKey&&!v.button)){"
                    + "v.preventDefault();g=function(){if(!d){d=1;s?(e.submit.call?e:HTMLFormElement.prototype).submit.call(e):location.href=h}}}"
                    + "f(e,g)}catch(x){g()}};q?q(e).on(t,w):e.addEventListener(t,w)})")
    private static native void watch(@Nullable JSObject l, String t, Used f);
}
