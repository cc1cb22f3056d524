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
        void used(JSObject element, @Nullable JsTask go);
    }

    @Override
    public void onFollow(Value elements, Listener listener) {
        follow(((JsValue) elements).value, used(listener));
    }

    @Override
    public void onSubmit(Value forms, Listener listener) {
        submit(((JsValue) forms).value, used(listener));
    }

    private static Used used(Listener listener) {
        return (element, go) -> listener.used(new JsValue(element), go == null ? null : () -> call(go));
    }

    @JSBody(params = "f", script = "f()")
    private static native void call(JsTask f);

    @JSBody(
            params = {"l", "f"},
            script = "[].concat(!l?[]:l.toArray?l.toArray():l.nodeType?l:[].slice.call(l)).forEach(function(e){"
                    + "e.addEventListener('click',function(v){var h=e.href&&e.href.baseVal||e.getAttribute('href')"
                    + "||e.getAttribute('xlink:href'),g=null,d;"
                    + "if(h&&e.target!='_blank'&&!v.defaultPrevented&&!v.ctrlKey&&!v.shiftKey&&!v.metaKey&&!v.altKey&&!v.button){"
                    + "v.preventDefault();g=function(){if(!d){d=1;location.href=h}}}"
                    + "try{f(e,g)}catch(x){g&&g()}})})")
    private static native void follow(@Nullable JSObject l, Used f);

    @JSBody(
            params = {"l", "f"},
            script = "[].concat(!l?[]:l.toArray?l.toArray():l.nodeType?l:[].slice.call(l)).forEach(function(e){"
                    + "e.addEventListener('submit',function(v){var g=null,d;if(!v.defaultPrevented){"
                    + "v.preventDefault();g=function(){if(!d){d=1;HTMLFormElement.prototype.submit.call(e)}}}"
                    + "try{f(e,g)}catch(x){g&&g()}})})")
    private static native void submit(@Nullable JSObject l, Used f);
}
