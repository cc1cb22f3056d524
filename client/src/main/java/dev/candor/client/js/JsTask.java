package dev.candor.client.js;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Something to do. */
@JSFunctor
interface JsTask extends JSObject {
    void run();
}
