package dev.candor.client;

import static java.util.Objects.requireNonNull;

import dev.candor.client.browser.Value;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.htmlunit.corejs.javascript.Callable;
import org.htmlunit.corejs.javascript.Context;
import org.htmlunit.corejs.javascript.JavaScriptException;
import org.htmlunit.corejs.javascript.NativeArray;
import org.htmlunit.corejs.javascript.NativeJSON;
import org.htmlunit.corejs.javascript.Scriptable;
import org.htmlunit.corejs.javascript.ScriptableObject;
import org.htmlunit.corejs.javascript.Undefined;
import org.jspecify.annotations.Nullable;

/** A value in a page on {@link FakeScripting}'s engine. */
final class FakeValue implements Value {
    private final FakeScripting page;
    final @Nullable Object js;

    FakeValue(FakeScripting page, @Nullable Object js) {
        this.page = page;
        this.js = js == Scriptable.NOT_FOUND || Undefined.isUndefined(js) ? null : js;
    }

    private Value value(@Nullable Object other) {
        return new FakeValue(page, other);
    }

    /** A date's, a number's or an ISO text's milliseconds; otherwise not a number. */
    static double time(Value value) {
        var js = ((FakeValue) value).js;
        if (js instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return value.kind() == Value.OTHER || js instanceof CharSequence
                    ? Instant.parse(value.asText()).toEpochMilli()
                    : Double.NaN;
        } catch (DateTimeParseException e) {
            return Double.NaN;
        }
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
                var isDate =
                        js instanceof Scriptable object && object.getClassName().equals("Date");
                var time = isDate ? Context.toNumber(js) : Double.NaN;
                yield Double.isNaN(time) ? "" : FakeTime.iso(time);
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
            return value(js instanceof Scriptable object ? object.get(name, object) : null);
        } catch (RuntimeException e) {
            return value(null);
        }
    }

    @Override
    public String text(String name) {
        return get(name).asText();
    }

    @Override
    public void each(BiConsumer<String, Value> taker) {
        if (js instanceof Scriptable object) {
            for (var id : object.getIds()) {
                var name = String.valueOf(id);
                try {
                    taker.accept(name, get(name));
                } catch (JavaScriptException e) {
                    // As in a browser, what one member throws does not keep the others.
                }
            }
        }
    }

    @Override
    public void put(String name, Value value) {
        var object = (Scriptable) requireNonNull(js);
        object.put(name, object, ((FakeValue) value).js);
    }

    @Override
    public void put(String name, @Nullable String value) {
        put(name, value(value));
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
        return value(js instanceof NativeArray list ? list.get(index, list) : null);
    }

    @Override
    public String joined(int from, int to) {
        return IntStream.range(from, to).mapToObj(index -> at(index).asText()).collect(Collectors.joining(","));
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
        return String.valueOf(NativeJSON.stringify(page.context, page.scope, js, null, null));
    }

    @Override
    public Value call(Value arguments) {
        try {
            return value(((Callable) requireNonNull(js))
                    .call(page.context, page.scope, page.analytics, page.context.getElements((Scriptable)
                            requireNonNull(((FakeValue) arguments).js))));
        } catch (RuntimeException e) {
            return value(null);
        }
    }

    @Override
    public void filter(Value event, Consumer<@Nullable Value> decided) {
        page.global(
                "decided",
                arguments -> decided.accept(
                        arguments[0] == null || Undefined.isUndefined(arguments[0]) ? null : value(arguments[0])));
        var run = (Callable) page.eval("""
                (function (f, v, taken) {
                  var p = {obj: v}, x = null;
                  Object.keys(v).concat('userId', 'groupId', 'name', 'category', 'traits', 'properties', 'options').forEach(function (k) {
                    p[k] = function () { return p.obj[k] || (/s$/.test(k) ? {} : p.obj[k]) }
                  });
                  p.action = p.type;
                  p.json = function () { return p.obj };
                  new Promise(function (y) { y(f({payload: p, integrations: {}, next: function (n) { x = n && n.obj }})) })
                    .then(function () { taken(x) }, function () { taken(null) });
                })""");
        run.call(page.context, page.scope, page.scope, new Object[] {
            js, ((FakeValue) event).js, page.scope.get("decided", page.scope)
        });
    }

    @Override
    public boolean is(Value other) {
        return js == ((FakeValue) other).js;
    }
}
