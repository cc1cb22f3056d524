package dev.candor.client;

import dev.candor.client.browser.Api;
import dev.candor.client.browser.Call;
import dev.candor.client.browser.Value;
import dev.candor.client.browser.Values;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.htmlunit.corejs.javascript.BaseFunction;
import org.htmlunit.corejs.javascript.Callable;
import org.htmlunit.corejs.javascript.Context;
import org.htmlunit.corejs.javascript.NativeJSON;
import org.htmlunit.corejs.javascript.Scriptable;
import org.htmlunit.corejs.javascript.ScriptableObject;
import org.htmlunit.corejs.javascript.Undefined;
import org.jspecify.annotations.Nullable;

/** The page's side of the tracker's interface, on a JavaScript engine in the JVM: scripts of tests run as they do in a browser. */
final class FakeScripting implements Values, Api {
    final Context context = Context.enter();
    final ScriptableObject scope;
    final Scriptable analytics;

    FakeScripting() {
        context.setLanguageVersion(Context.VERSION_ES6);
        context.setInterpretedMode(true);
        scope = context.initStandardObjects();
        eval("var window = this; var globalThis = this;");
        analytics = (Scriptable)
                eval(
                        "window.made = {VERSION: '0.1.0', initialized: false, consent: {}, settings: {timeout: 300}, Integrations: {}}");
    }

    Object eval(String js) {
        return context.evaluateString(scope, js, "page", 1, null);
    }

    private Value value(@Nullable Object js) {
        return new FakeValue(this, js);
    }

    void global(String name, Consumer<Object[]> function) {
        ScriptableObject.putProperty(scope, name, new BaseFunction() {
            @Override
            public Object call(Context cx, Scriptable at, Scriptable self, Object[] arguments) {
                function.accept(arguments);
                return Undefined.instance;
            }
        });
    }

    void soon(Runnable task) {
        context.enqueueMicrotask(task);
    }

    void settle() {
        context.processMicrotasks();
    }

    @Override
    public Value object() {
        return value(context.newObject(scope));
    }

    @Override
    public Value list() {
        return value(context.newArray(scope, 0));
    }

    @Override
    public Value text(@Nullable String text) {
        return value(text);
    }

    @Override
    public Value context(Value event, boolean failed) {
        ScriptableObject.putProperty(scope, "reported", ((FakeValue) event).js);
        ScriptableObject.putProperty(scope, "reportedId", ((FakeValue) event.get("messageId")).js);
        return value(eval(
                "(function (e, f) { return {event: e, id: reportedId, logs: function () { return [] }, failedDelivery: function () { return f }} })(reported, "
                        + failed + ")"));
    }

    @Override
    public Value parse(String json) {
        try {
            return value(NativeJSON.parse(context, scope, json, (cx, at, self, arguments) -> arguments[1]));
        } catch (RuntimeException e) {
            return text(null);
        }
    }

    @Override
    public void define(String name, Consumer<Call> function) {
        global("entry", arguments -> function.accept(new FakeCall((Scriptable) arguments[0])));
        eval("""
                (function (o, n, f) {
                  var p = n.split('.');
                  (p[1] ? o[p[0]] : o)[p[1] || n] = function () {
                    var a = [].slice.call(arguments), l = a.length - 1;
                    var c = {a: a}, q = new Promise(function (y, z) { c.y = y; c.z = z });
                    q['catch'](function () {});
                    c.r = q;
                    try {
                      if (a[l] && a[l].__t == 'bpc') c.b = a.pop();
                      f(c);
                    } catch (e) { c.z(e) }
                    return c.r;
                  };
                })(made, '%s', entry)""".formatted(name));
    }

    @Override
    public @Nullable Value install() {
        var stub = eval("""
                (function (o) {
                  var s = window.analytics;
                  if (s && s.VERSION && s.consent) return null;
                  o.push = function (a) {
                    try { return a[0].split('.').reduce(function (t, n) { return t[n] }, o).apply(o, [].slice.call(a, 1)) } catch (e) {}
                  };
                  window.analytics = o;
                  if (s) [].slice.call(s).forEach(o.push);
                  return {writeKey: s && s._writeKey, options: s && s._loadOptions};
                })(made)""");
        return stub == null ? null : value(stub);
    }

    @Override
    public Value object(String name) {
        return name.isEmpty() ? value(analytics) : value(analytics.get(name, analytics));
    }

    @Override
    public void loaded() {
        object("").put("initialized", parse("true"));
    }

    @Override
    public double timeoutMs() {
        return object("settings").get("timeout").number();
    }

    private final class FakeCall implements Call {
        private final Scriptable call;
        private final Scriptable arguments;

        FakeCall(Scriptable call) {
            this.call = call;
            this.arguments = (Scriptable) call.get("a", call);
        }

        @Override
        public Value argument(int index) {
            return value(arguments.get(index, arguments));
        }

        @Override
        public int count() {
            return ((Number) ScriptableObject.getProperty(arguments, "length")).intValue();
        }

        @Override
        public boolean given() {
            return count() > 0 && !Undefined.isUndefined(arguments.get(0, arguments));
        }

        @Override
        public Value place() {
            return value(call.get("b", call));
        }

        @Override
        public Value rest() {
            var rest = list();
            for (int i = 1; i < count(); i++) {
                rest.add(argument(i));
            }
            return rest;
        }

        @Override
        public Value callback() {
            return IntStream.range(0, count())
                    .mapToObj(this::argument)
                    .filter(argument -> argument.kind() == Value.FUNCTION)
                    .findFirst()
                    .orElseGet(() -> text(null));
        }

        @Override
        public void give(Value value) {
            call.put("r", call, ((FakeValue) value).js);
            resolve(value);
        }

        @Override
        public void resolve(Value value) {
            settle("y", ((FakeValue) value).js);
        }

        @Override
        public void reject(String message) {
            settle("z", context.newObject(scope, "Error", new Object[] {message}));
        }

        private void settle(String name, @Nullable Object value) {
            ((Callable) call.get(name, call)).call(context, scope, scope, new Object[] {value});
        }
    }
}
