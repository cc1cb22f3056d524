package dev.candor.client;

import static java.util.Objects.requireNonNull;

import dev.candor.client.browser.Api;
import dev.candor.client.browser.Call;
import dev.candor.client.browser.Value;
import dev.candor.client.browser.Values;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.htmlunit.corejs.javascript.BaseFunction;
import org.htmlunit.corejs.javascript.Callable;
import org.htmlunit.corejs.javascript.Context;
import org.htmlunit.corejs.javascript.NativeArray;
import org.htmlunit.corejs.javascript.NativeJSON;
import org.htmlunit.corejs.javascript.Scriptable;
import org.htmlunit.corejs.javascript.ScriptableObject;
import org.htmlunit.corejs.javascript.Undefined;
import org.jspecify.annotations.Nullable;

/** The page's side of the tracker's interface, on a JavaScript engine in the JVM: scripts of tests run as they do in a browser. */
final class FakeScripting implements Values, Api {
    private final Context context = Context.enter();
    private final ScriptableObject scope;
    private final Scriptable analytics;

    FakeScripting() {
        context.setLanguageVersion(Context.VERSION_ES6);
        context.setInterpretedMode(true);
        scope = context.initStandardObjects();
        eval("var window = this; var globalThis = this;");
        analytics = (Scriptable) eval("window.made = {VERSION: '0.1.0', initialized: false, consent: {}}");
    }

    Object eval(String js) {
        return context.evaluateString(scope, js, "page", 1, null);
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

    static double time(Value value) {
        var js = ((FakeValue) value).js;
        if (js instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return value.kind() == Value.OTHER || js instanceof CharSequence
                    ? java.time.Instant.parse(value.asText()).toEpochMilli()
                    : Double.NaN;
        } catch (java.time.format.DateTimeParseException e) {
            return Double.NaN;
        }
    }

    @Override
    public Value object() {
        return new FakeValue(context.newObject(scope));
    }

    @Override
    public Value list() {
        return new FakeValue(context.newArray(scope, 0));
    }

    @Override
    public Value text(@Nullable String text) {
        return new FakeValue(text);
    }

    @Override
    public Value parse(String json) {
        try {
            return new FakeValue(NativeJSON.parse(context, scope, json, (cx, at, self, arguments) -> arguments[1]));
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
        return stub == null ? null : new FakeValue(stub);
    }

    @Override
    public Value object(String name) {
        return name.isEmpty() ? new FakeValue(analytics) : new FakeValue(analytics.get(name, analytics));
    }

    @Override
    public void loaded() {
        object("").put("initialized", parse("true"));
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
            return new FakeValue(arguments.get(index, arguments));
        }

        @Override
        public int count() {
            return ((Number) ScriptableObject.getProperty(arguments, "length")).intValue();
        }

        @Override
        public Value place() {
            return new FakeValue(call.get("b", call));
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

    private final class FakeValue implements Value {
        final @Nullable Object js;

        FakeValue(@Nullable Object js) {
            this.js = js == Scriptable.NOT_FOUND || Undefined.isUndefined(js) ? null : js;
        }

        @Override
        public int kind() {
            if (js == null) {
                return NOTHING;
            } else if (js instanceof CharSequence) {
                return STRING;
            } else if (js instanceof Number) {
                return NUMBER;
            } else if (js instanceof Boolean) {
                return BOOLEAN;
            } else if (js instanceof Callable) {
                return FUNCTION;
            } else if (js instanceof Scriptable object) {
                var name = object.getClassName();
                return name.equals("Object") || name.equals("Arguments") ? OBJECT : OTHER;
            }
            return OTHER;
        }

        @Override
        public String asText() {
            return switch (kind()) {
                case STRING, NUMBER, BOOLEAN -> Context.toString(js);
                case OTHER -> {
                    var isDate = js instanceof Scriptable object
                            && object.getClassName().equals("Date");
                    var time = isDate ? Context.toNumber(js) : Double.NaN;
                    yield Double.isNaN(time) ? "" : FakeBrowser.iso(time);
                }
                default -> "";
            };
        }

        @Override
        public double number() {
            return Context.toNumber(js);
        }

        @Override
        public Value get(String name) {
            try {
                return new FakeValue(js instanceof Scriptable object ? object.get(name, object) : null);
            } catch (RuntimeException e) {
                return new FakeValue(null);
            }
        }

        @Override
        public String text(String name) {
            return get(name).asText();
        }

        @Override
        public void each(BiConsumer<String, Value> taker) {
            if (js instanceof Scriptable object) {
                Arrays.stream(object.getIds()).map(String::valueOf).forEach(name -> taker.accept(name, get(name)));
            }
        }

        @Override
        public void put(String name, Value value) {
            var object = (Scriptable) requireNonNull(js);
            object.put(name, object, ((FakeValue) value).js);
        }

        @Override
        public void put(String name, @Nullable String value) {
            put(name, new FakeValue(value));
        }

        @Override
        public Value add(Value value) {
            var list = (Scriptable) requireNonNull(js);
            list.put(((Number) ScriptableObject.getProperty(list, "length")).intValue(), list, ((FakeValue) value).js);
            return this;
        }

        @Override
        public int length() {
            return js instanceof NativeArray list ? (int) list.getLength() : 0;
        }

        @Override
        public Value at(int index) {
            return new FakeValue(js instanceof NativeArray list ? list.get(index, list) : null);
        }

        @Override
        public String joined(int from, int to) {
            return IntStream.range(from, to)
                    .mapToObj(index -> at(index).asText())
                    .collect(Collectors.joining(","));
        }

        @Override
        public void drop(int index) {
            ScriptableObject.callMethod((NativeArray) requireNonNull(js), "splice", new Object[] {index, 1});
        }

        @Override
        public Value merge(Value other) {
            other.each(this::put);
            return this;
        }

        @Override
        public String json() {
            return String.valueOf(NativeJSON.stringify(context, scope, js, null, null));
        }

        @Override
        public Value call(Value arguments) {
            try {
                return new FakeValue(((Callable) requireNonNull(js))
                        .call(context, scope, analytics, context.getElements((Scriptable)
                                requireNonNull(((FakeValue) arguments).js))));
            } catch (RuntimeException e) {
                return new FakeValue(null);
            }
        }

        @Override
        public void filter(Value event, Consumer<@Nullable Value> decided) {
            global(
                    "decided",
                    arguments -> decided.accept(
                            arguments[0] == null || Undefined.isUndefined(arguments[0])
                                    ? null
                                    : new FakeValue(arguments[0])));
            var run = (Callable) eval("""
                    (function (f, v, taken) {
                      var p = {obj: v}, x = null;
                      Object.keys(v).forEach(function (k) { p[k] = function () { return p.obj[k] } });
                      new Promise(function (y) { y(f({payload: p, integrations: {}, next: function (n) { x = n && n.obj }})) })
                        .then(function () { taken(x) }, function () { taken(null) });
                    })""");
            run.call(context, scope, scope, new Object[] {js, ((FakeValue) event).js, scope.get("decided", scope)});
        }

        @Override
        public boolean is(Value other) {
            return js == ((FakeValue) other).js;
        }
    }
}
