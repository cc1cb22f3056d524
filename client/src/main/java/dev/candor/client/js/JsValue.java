package dev.candor.client.js;

import dev.candor.client.browser.Value;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** A value of JavaScript. Whatever a hostile member throws stays in here. */
final class JsValue implements Value {
    @JSFunctor
    interface Taker extends JSObject {
        void take(@Nullable JSObject value);
    }

    @JSFunctor
    interface Named extends JSObject {
        void name(String name);
    }

    @JSFunctor
    private interface Member extends JSObject {
        void member(String name, @Nullable JSObject value);
    }

    final @Nullable JSObject value;

    JsValue(@Nullable JSObject value) {
        this.value = value;
    }

    @Override
    public int kind() {
        return kind(value);
    }

    @Override
    public String asText() {
        return text(value);
    }

    @Override
    public double number() {
        return number(value);
    }

    @Override
    public Value get(String name) {
        return new JsValue(get(value, name));
    }

    @Override
    public String text(String name) {
        return get(name).asText();
    }

    @Override
    public void each(BiConsumer<String, Value> taker) {
        each(value, (name, member) -> taker.accept(name, new JsValue(member)));
    }

    @Override
    public void put(String name, Value member) {
        put(value, name, ((JsValue) member).value);
    }

    @Override
    public void put(String name, @Nullable String member) {
        put(value, name, member);
    }

    @Override
    public Value add(Value element) {
        push(value, ((JsValue) element).value);
        return this;
    }

    @Override
    public int length() {
        return length(value);
    }

    @Override
    public Value at(int index) {
        return new JsValue(at(value, index));
    }

    @Override
    public String joined(int from, int to) {
        return joined(value, from, to);
    }

    @Override
    public void drop(int index) {
        drop(value, index);
    }

    @Override
    public Value merge(Value other) {
        other.each(this::put);
        return this;
    }

    @Override
    public String json() {
        return json(value);
    }

    @Override
    public Value call(Value arguments) {
        return new JsValue(call(value, ((JsValue) arguments).value));
    }

    @Override
    public void filter(Value event, Consumer<@Nullable Value> decided) {
        filter(value, ((JsValue) event).value, passed -> decided.accept(passed == null ? null : new JsValue(passed)));
    }

    @Override
    public boolean is(Value other) {
        return is(value, ((JsValue) other).value);
    }

    @JSBody(
            params = "v",
            script =
                    "return v==null?0:typeof v=='string'?1:typeof v=='number'?2:typeof v=='boolean'?3:typeof v=='function'?4:"
                            + "{}.toString.call(v)=='[object Object]'?5:6")
    private static native int kind(@Nullable JSObject v);

    @JSBody(
            params = "v",
            script =
                    "var t=typeof v;return t=='string'||t=='number'||t=='boolean'?''+v:v instanceof Date&&!isNaN(v)?v.toISOString():''")
    private static native String text(@Nullable JSObject v);

    @JSBody(params = "v", script = "return v")
    private static native double number(@Nullable JSObject v);

    @JSBody(
            params = {"v", "n"},
            script = "try{return v==null||!{}.hasOwnProperty.call(v,n)?null:v[n]}catch(e){return null}")
    private static native @Nullable JSObject get(@Nullable JSObject v, String n);

    @JSBody(
            params = {"v", "f"},
            script = "for(var k in v)try{if({}.hasOwnProperty.call(v,k))f(k,v[k])}catch(e){}")
    private static native void each(@Nullable JSObject v, Member f);

    @JSBody(
            params = {"v", "n", "x"},
            script = "v[n]=x")
    private static native void put(@Nullable JSObject v, String n, @Nullable JSObject x);

    @JSBody(
            params = {"v", "n", "x"},
            script = "v[n]=x")
    private static native void put(@Nullable JSObject v, String n, @Nullable String x);

    @JSBody(params = "v", script = "return JSON.stringify(v)")
    private static native String json(@Nullable JSObject v);

    @JSBody(
            params = {"f", "a"},
            script = "try{return f.apply(window.analytics,a)}catch(e){return null}")
    private static native @Nullable JSObject call(@Nullable JSObject f, @Nullable JSObject a);

    @JSBody(
            params = {"a", "v"},
            script = "a.push(v)")
    private static native void push(@Nullable JSObject a, @Nullable JSObject v);

    @JSBody(params = "a", script = "return a.length")
    private static native int length(@Nullable JSObject a);

    @JSBody(
            params = {"a", "i"},
            script = "return a[i]")
    private static native @Nullable JSObject at(@Nullable JSObject a, int i);

    @JSBody(
            params = {"a", "f", "t"},
            script = "return a.slice(f,t).join()")
    private static native String joined(@Nullable JSObject a, int f, int t);

    @JSBody(
            params = {"a", "i"},
            script = "a.splice(i,1)")
    private static native void drop(@Nullable JSObject a, int i);

    // As in analytics.js: who hasn't called next when the function, or what it promised, is done, has dropped the
    // event.
    @JSBody(
            params = {"f", "v", "taken"},
            script =
                    "var p={obj:v},x=null;Object.keys(v).concat('userId','groupId','name','category','traits','properties','options').forEach(function(k){"
                            + "p[k]=function(){return p.obj[k]||(/s$/.test(k)?{}:p.obj[k])}});p.action=p.type;p.json=function(){return p.obj};"
                            + "new Promise(function(y){y(f({payload:p,integrations:{},next:function(n){x=n&&n.obj}}))})"
                            + ".then(function(){taken(x)},function(){taken(null)})['catch'](function(){})")
    private static native void filter(@Nullable JSObject f, @Nullable JSObject v, Taker taken);

    @JSBody(
            params = {"a", "b"},
            script = "return a===b")
    private static native boolean is(@Nullable JSObject a, @Nullable JSObject b);
}
