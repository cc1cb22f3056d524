package dev.candor.client;

import dev.candor.client.browser.Api;
import dev.candor.client.browser.Browser;
import dev.candor.client.browser.Call;
import dev.candor.client.browser.Value;
import dev.candor.client.consent.Answers;
import dev.candor.client.consent.Consent;
import dev.candor.client.context.Moment;
import dev.candor.client.identity.AnonymousId;
import dev.candor.client.privacy.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code window.analytics}, the interface of analytics.js. What makes events waits until it is loaded; then consent comes first,
 * then middleware, the anonymous id, and the rest in its order.
 *
 * <p>It is long, as analytics.js has one object with some thirty methods, which are all defined here, and most of them ask or change
 * the same few things: whether it is loaded, what waits until then, who the user is, who listens. What needs none of these has a
 * class of its own: the arguments {@link Overloads}, the listeners {@link Emitter}, what becomes of an event {@link Tracker}.
 */
final class Analytics {
    /** When what was called before the load has its turn. */
    private static final int FIRST = 0;

    private static final int SECOND = 1;
    private static final int LAST = 2;

    /** By which the listeners to consent are known; it names no call. */
    private static final String ANSWERED = "consent.onChange";

    private record Early(int turn, Runnable call) {}

    /** What is there before the load. */
    record Visitor(Consent consent, Answers answers, AnonymousId anonymousId) {}

    private final Browser browser;
    private final Api api;
    private final Options options;
    private final Visitor visitor;
    private final Labels labels;
    private final Function<Analytics, Tracker> start;
    private final Emitter emitter = new Emitter();
    private final Overloads overloads;
    private final List<Early> early = new ArrayList<>();
    private @Nullable Tracker tracker;
    private Runnable beforeEvents = () -> {};
    private String referrer;
    private boolean debug;

    Analytics(
            Browser browser,
            Api api,
            Options options,
            Visitor visitor,
            Labels labels,
            Function<Analytics, Tracker> start) {
        this.browser = browser;
        this.api = api;
        this.options = options;
        this.visitor = visitor;
        this.labels = labels;
        this.start = start;
        this.overloads = new Overloads(browser.values(), options);
        this.referrer = browser.page().referrer();
    }

    /** Makes {@code window.analytics}; loads at once when the page has said its key, else when the page is complete. */
    void install() {
        define();
        var stub = api.install();
        if (stub == null) {
            warn("candor.js is here twice");
        } else {
            var key = stub.get("writeKey");
            var given = stub.get("options");
            if (key.kind() == Value.STRING || !options.text("writeKey").isEmpty()) {
                load(key, given);
            } else {
                browser.signals().onComplete(() -> load(key, given));
            }
        }
    }

    /** The visitor's answer is another now. */
    void answered(String status) {
        if (tracker != null) {
            tracker.answered(status);
        }
        emitter.emit(ANSWERED, list().add(text(status)));
    }

    /** Has something done before each event that the page reports, such as reporting the view in which it happens. */
    void beforeEvents(Runnable task) {
        beforeEvents = task;
    }

    /** A click: its event's name and properties. */
    void clicked(String name, Value properties) {
        beforeEvents.run();
        captured(name, properties);
    }

    /** A view of a page: its event's name, and the address of the view before. */
    void viewed(String name, String before) {
        referrer = before;
        captured(name, browser.values().object());
    }

    private void captured(String name, Value properties) {
        var into = tracker;
        if (into != null && !visitor.consent().status().equals(Consent.DENIED)) {
            var event = overloads.track(text(name), properties, text(null), moment());
            into.submit(event, (taken, failed) -> emit(taken, "event", "properties", null));
        }
    }

    private void define() {
        api.define("load", call -> {
            if (tracker != null) {
                warn("analytics.load was called again");
            }
            load(call.argument(0), call.argument(1));
            call.give(api.object(""));
        });
        later(FIRST, "consent.grant", (call, moment) -> {
            var anyway = call.argument(0).text("anyway").equals("true");
            answer(call, anyway ? "granted-anyway" : Consent.GRANTED, null);
        });
        later(FIRST, "consent.deny", (call, moment) -> refuse(call, Consent.DENIED));
        later(FIRST, "consent.withdraw", (call, moment) -> refuse(call, Consent.UNSET));
        value("consent.status", () -> text(visitor.consent().status()));
        value("consent.inspect", () -> {
            var shown = browser.values().object();
            shown.put("status", visitor.consent().status());
            shown.put("anonymousId", grantedId());
            if (tracker != null) {
                tracker.inspect(shown);
            }
            return shown;
        });
        chained("consent.onChange", call -> emitter.on(ANSWERED, call.argument(0), false));

        later(SECOND, "addSourceMiddleware", (call, moment) -> {
            if (tracker != null && isFunction(call.argument(0))) {
                tracker.addMiddleware(call.argument(0));
                call.resolve(api.object(""));
            } else {
                reject(call, "analytics.addSourceMiddleware needs a function");
            }
        });
        later(SECOND, "setAnonymousId", (call, moment) -> call.give(chosen(call)));
        chained("on", call -> emitter.on(call.argument(0).asText(), call.argument(1), false));
        chained("once", call -> emitter.on(call.argument(0).asText(), call.argument(1), true));
        chained("off", call -> emitter.off(call.argument(0).asText(), call.argument(1)));
        chained("emit", call -> emitter.emit(call.argument(0).asText(), call.rest()));

        later(LAST, "track", (call, moment) -> {
            var event = overloads.track(call, moment);
            if (isNamed(event)) {
                submit(event, call, "event", "properties", null);
            } else {
                reject(call, "analytics.track needs a name of up to 64 characters, nothing personal");
            }
        });
        page("page");
        page("screen");
        later(LAST, "identify", (call, moment) -> {
            submit(identified("user", "identify", call, moment), call, "userId", "traits", null);
        });
        later(LAST, "group", (call, moment) -> {
            if (call.count() == 0) {
                call.give(api.object("group"));
            } else {
                submit(identified("group", "group", call, moment), call, "groupId", "traits", null);
            }
        });
        later(
                LAST,
                "alias",
                (call, moment) -> submit(overloads.alias(call, moment), call, "userId", "previousId", null));
        later(LAST, "reset", (call, moment) -> reset(call));
        later(LAST, "ready", (call, moment) -> {
            var callback = call.callback();
            browser.timers().soon(() -> callback.call(list()));
            call.resolve(list());
        });
        links("trackLink", "click");
        links("trackClick", "click");
        links("trackForm", "submit");
        links("trackSubmit", "submit");

        value("user", () -> api.object("user"));
        api.define("user.anonymousId", call -> call.give(chosen(call)));
        identity("user");
        identity("group");
        chained("debug", call -> debug = !call.argument(0).asText().equals("false"));
        chained("timeout", call -> api.object("settings").put("timeout", call.argument(0)));
        chained("use", call -> call.argument(0).call(list().add(api.object(""))));
    }

    /** A function whose calls before the load wait for their turn. */
    private void later(int turn, String name, BiConsumer<Call, Moment> function) {
        api.define(name, call -> {
            var place = call.place();
            var moment = place.kind() == Value.OBJECT ? Moment.at(browser, place) : moment();
            if (tracker == null) {
                early.add(new Early(turn, () -> function.accept(call, moment)));
            } else {
                function.accept(call, moment);
            }
        });
    }

    /** A function that gives the tracker back. */
    private void chained(String name, Consumer<Call> function) {
        api.define(name, call -> {
            function.accept(call);
            call.give(api.object(""));
        });
    }

    private void value(String name, Supplier<Value> value) {
        api.define(name, call -> call.give(value.get()));
    }

    /** What the page may ask and tell of its user or group, with no event. */
    private void identity(String whom) {
        api.define(whom + ".id", call -> {
            var known = overloads.known(whom);
            if (call.given()) {
                var before = known.text("id");
                var id = call.argument(0).asText();
                known.put("id", id.isEmpty() ? null : id);
                told(whom, before);
            }
            call.give(known.get("id"));
        });
        api.define(whom + ".traits", call -> {
            var known = overloads.known(whom);
            if (call.given()) {
                known.put("traits", overloads.members(call.argument(0)));
            }
            call.give(overloads.members(known.get("traits")));
        });
        api.define(whom + ".identify", call -> {
            identified(whom, whom, call, moment());
            call.give(text(null));
        });
        forgetting(whom, ".reset");
        forgetting(whom, ".logout");
    }

    private void forgetting(String whom, String name) {
        api.define(whom + name, call -> {
            forget(whom);
            call.give(text(null));
        });
    }

    private Value identified(String whom, String type, Call call, Moment moment) {
        var before = overloads.known(whom).text("id");
        var event = overloads.traits(type, whom, call, moment);
        told(whom, before);
        return event;
    }

    /** Another user than before has another anonymous id. */
    private void told(String whom, String before) {
        var after = overloads.known(whom).text("id");
        if (whom.equals("user") && !before.isEmpty() && !after.isEmpty() && !after.equals(before)) {
            erase();
        }
    }

    private void forget(String whom) {
        overloads.forget(whom);
        if (whom.equals("user")) {
            erase();
        }
    }

    private void page(String name) {
        later(
                LAST,
                name,
                (call, moment) -> submit(overloads.page(name, call, moment), call, "category", "name", "properties"));
    }

    private void links(String name, String event) {
        later(LAST, name, (call, moment) -> {
            browser.links().watch(event, call.argument(0), (element, go) -> used(call, element, go));
            call.resolve(api.object(""));
        });
    }

    private void load(Value key, Value given) {
        if (tracker == null) {
            options.load(key, given);
            tracker = start.apply(this);
            api.loaded();
            replay(FIRST);
            replay(SECOND);
            emitter.emit("initialize", list());
            replay(LAST);
            if (options.on("initialPageview")) {
                api.object("page").call(list());
            }
        }
    }

    private void replay(int turn) {
        early.forEach(one -> {
            if (one.turn == turn) {
                one.call.run();
            }
        });
    }

    private void submit(Value event, Call call, String first, String second, @Nullable String third) {
        beforeEvents.run();
        if (tracker != null) {
            tracker.submit(
                    event,
                    (taken, failed) -> settle(browser.values().context(taken, failed), call, first, second, third));
        }
    }

    /** Calls back, after the page's script that runs now; who waits for the promise is told after that. */
    private void settle(Value context, Call call, String first, String second, @Nullable String third) {
        var callback = call.callback();
        // Nothing is kept until then for nobody: of a thousand calls, that would be a thousand events.
        if (isFunction(callback) || emitter.hasListeners()) {
            browser.timers().soon(() -> {
                callback.call(list().add(context));
                emit(context.get("event"), first, second, third);
            });
        }
        call.resolve(context);
    }

    /** Tells listeners of the event's type these members of it, and the options if the page gave some. */
    private void emit(Value event, String first, String second, @Nullable String third) {
        var arguments = list().add(event.get(first)).add(event.get(second));
        if (third != null) {
            arguments.add(event.get(third));
        }
        var options = event.get("options");
        emitter.emit(event.text("type"), options.kind() == Value.NOTHING ? arguments : arguments.add(options));
    }

    /** Counts at once; the instance is asked to delete what it has of the visitor. */
    private void refuse(Call call, String status) {
        var forget = grantedId();
        visitor.answers().refuse(status);
        answer(call, status, forget);
    }

    private void answer(Call call, String status, @Nullable String forget) {
        visitor.answers().send(options.endpoint(), status, forget, arrived -> {
            if (arrived) {
                call.resolve(text(visitor.consent().status()));
            } else {
                reject(call, "consent did not reach the server");
            }
        });
    }

    private void reject(Call call, String message) {
        if (debug) {
            warn(message);
        }
        call.reject(message);
    }

    private void warn(String message) {
        browser.console().warn(message);
    }

    /** What was reported before has the id of before. */
    private void catchUp() {
        if (tracker != null) {
            tracker.catchUp();
        }
    }

    private void erase() {
        catchUp();
        visitor.anonymousId().erase();
    }

    private Value chosen(Call call) {
        if (call.given() && call.argument(0).kind() == Value.NOTHING) {
            erase();
            return call.argument(0);
        }
        catchUp();
        var chosen = call.argument(0).asText();
        if (!chosen.isEmpty() && !visitor.anonymousId().choose(chosen) && debug) {
            warn("not a random id");
        }
        return text(grantedId());
    }

    private @Nullable String grantedId() {
        return visitor.consent().granted() ? visitor.anonymousId().id() : null;
    }

    private void reset(Call call) {
        forget("user");
        forget("group");
        emitter.emit("reset", list());
        if (call.argument(0).text("full").equals("true")) {
            browser.signals().stop();
        }
        call.give(text(null));
    }

    private void used(Call call, Value element, Runnable go) {
        var event = overloads.track(
                called(call.argument(1), element), called(call.argument(2), element), call.argument(3), moment());
        if (tracker != null && isNamed(event)) {
            tracker.submit(event, (taken, failed) -> {
                emit(taken, "event", "properties", null);
                go.run();
            });
        }
        browser.timers().after(api.timeoutMs(), go);
    }

    private static boolean isFunction(Value value) {
        return value.kind() == Value.FUNCTION;
    }

    private boolean isNamed(Value event) {
        var name = event.get("event");
        return name.kind() == Value.STRING && labels.isEventName(name.asText());
    }

    private Value called(Value value, Value element) {
        return isFunction(value) ? value.call(list().add(element)) : value;
    }

    private Moment moment() {
        var place = browser.page().here();
        place.put("r", referrer);
        return Moment.at(browser, place);
    }

    private Value list() {
        return browser.values().list();
    }

    private Value text(@Nullable String text) {
        return browser.values().text(text);
    }
}
