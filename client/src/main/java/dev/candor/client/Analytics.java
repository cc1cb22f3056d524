package dev.candor.client;

import dev.candor.client.browser.Api;
import dev.candor.client.browser.Browser;
import dev.candor.client.browser.Call;
import dev.candor.client.browser.Links;
import dev.candor.client.browser.Value;
import dev.candor.client.consent.Answers;
import dev.candor.client.consent.Consent;
import dev.candor.client.context.Moment;
import dev.candor.client.identity.AnonymousId;
import dev.candor.client.privacy.Labels;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code window.analytics}, the interface of analytics.js. What makes events waits until it is loaded; then consent comes first,
 * then middleware, the anonymous id, listeners, and the rest in its order.
 */
final class Analytics {
    /** The functions, in the order of their numbers. Those before {@code ready} wait for the load; of them, those before page go first. */
    static final String METHODS =
            "load consent.grant consent.deny consent.withdraw addSourceMiddleware setAnonymousId on once"
                    + " page track identify group alias screen reset trackLink trackForm trackClick trackSubmit ready"
                    + " off emit debug timeout consent.status consent.onChange user users.anonymousId users.id users.traits"
                    + " groups.id groups.traits";

    private static final int LOAD = 0;
    private static final int GRANT = 1;
    private static final int DENY = 2;
    private static final int WITHDRAW = 3;
    private static final int ADD_SOURCE_MIDDLEWARE = 4;
    private static final int SET_ANONYMOUS_ID = 5;
    private static final int ON = 6;
    private static final int ONCE = 7;
    private static final int PAGE = 8;
    private static final int TRACK = 9;
    private static final int IDENTIFY = 10;
    private static final int GROUP = 11;
    private static final int ALIAS = 12;
    private static final int SCREEN = 13;
    private static final int RESET = 14;
    private static final int TRACK_LINK = 15;
    private static final int TRACK_FORM = 16;
    private static final int TRACK_CLICK = 17;
    private static final int TRACK_SUBMIT = 18;
    private static final int READY = 19;
    private static final int OFF = 20;
    private static final int EMIT = 21;
    private static final int DEBUG = 22;
    private static final int TIMEOUT = 23;
    private static final int STATUS = 24;
    private static final int ON_CHANGE = 25;
    private static final int USER = 26;
    private static final int USER_ANONYMOUS_ID = 27;
    private static final int USER_ID = 28;
    private static final int USER_TRAITS = 29;
    private static final int GROUP_ID = 30;
    private static final int GROUP_TRAITS = 31;

    private static final double TIMEOUT_MS = 300;

    private record Early(
            int method, Call call, Moment moment, @Nullable Early next) {}

    /** What is there before the load. */
    record Visitor(Consent consent, Answers answers, AnonymousId anonymousId) {}

    private final Browser browser;
    private final Api api;
    private final Options options;
    private final Visitor visitor;
    private final Labels labels;
    private final Function<Analytics, Tracker> start;
    private final Emitter emitter = new Emitter();
    private final Emitter consentListeners = new Emitter();
    private final Overloads overloads;
    private Value user;
    private Value group;
    private @Nullable Tracker tracker;
    private @Nullable Early early;
    private Runnable beforeEvents = () -> {};
    private String referrer;
    private double timeoutMs = TIMEOUT_MS;
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
        this.overloads = new Overloads(browser.values());
        this.user = this.group = browser.values().object();
        this.referrer = browser.page().referrer();
    }

    /** Makes {@code window.analytics}; loads at once when the page has said its key, else when the page is complete. */
    void install() {
        var stub = api.install(METHODS, this::call);
        if (stub == null) {
            browser.console().warn("candor.js is on this page twice; the second does nothing.");
        } else {
            var key = stub.get("writeKey");
            if (key.kind() == Value.STRING || !options.text("writeKey").isEmpty()) {
                load(key, stub.get("options"));
            } else {
                browser.signals().onComplete(() -> load(key, key));
            }
        }
    }

    /** The visitor's answer is another now. */
    void answered(String status) {
        if (tracker != null) {
            tracker.answered(status);
        }
        consentListeners.emit("", list().add(text(status)));
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
        if (tracker != null && !visitor.consent().status().equals(Consent.DENIED)) {
            var nothing = text(null);
            tracker.submit(overloads.track(text(name), properties, nothing, moment()), this::emit);
        }
    }

    private void call(int method, Call call) {
        if (method > READY) {
            call.give(direct(method, call));
        } else if (tracker == null && method != LOAD) {
            early = new Early(method, call, moment(), early);
        } else {
            promised(method, call, moment());
        }
    }

    private void promised(int method, Call call, Moment moment) {
        switch (method) {
            case LOAD -> {
                if (tracker != null) {
                    browser.console().warn("analytics.load was called again; the first call counts.");
                }
                load(call.argument(0), call.argument(1));
                call.resolve(api.object(""));
            }
            case GRANT ->
                visitor.answers()
                        .grant(
                                endpoint(),
                                call.argument(0).get("anyway").asText().equals("true"),
                                arrived(call));
            case DENY -> visitor.answers().deny(endpoint(), arrived(call));
            case WITHDRAW -> visitor.answers().withdraw(endpoint(), arrived(call));
            case ADD_SOURCE_MIDDLEWARE -> {
                if (tracker != null && isFunction(call.argument(0))) {
                    tracker.addMiddleware(call.argument(0));
                    call.resolve(api.object(""));
                } else {
                    reject(call, "analytics.addSourceMiddleware needs a function");
                }
            }
            case SET_ANONYMOUS_ID -> call.give(setAnonymousId(call));
            case ON, ONCE -> on(method == ONCE, call);
            case PAGE, SCREEN -> submit(overloads.page(call, moment), call);
            case TRACK -> {
                var event = overloads.track(call, moment);
                if (isNamed(event)) {
                    submit(event, call);
                } else {
                    reject(call, "analytics.track needs a name first: words, 64 characters at most, nothing personal");
                }
            }
            case IDENTIFY -> {
                user = overloads.traits("identify", "userId", call, moment);
                settle(user, call);
            }
            case GROUP -> {
                if (call.count() == 0) {
                    call.give(api.object("groups"));
                } else {
                    group = overloads.traits("group", "groupId", call, moment);
                    settle(group, call);
                }
            }
            case ALIAS -> settle(overloads.alias(call, moment), call);
            case RESET -> reset(call);
            case TRACK_LINK, TRACK_CLICK ->
                watch(call, listener -> browser.links().onFollow(call.argument(0), listener));
            case TRACK_FORM, TRACK_SUBMIT ->
                watch(call, listener -> browser.links().onSubmit(call.argument(0), listener));
            default -> settle(browser.values().object(), call);
        }
    }

    private Value direct(int method, Call call) {
        var argument = call.argument(0);
        switch (method) {
            case OFF -> emitter.off(argument.asText(), call.argument(1));
            case EMIT -> emitter.emit(argument.asText(), arguments(call));
            case DEBUG -> debug = !argument.asText().equals("false");
            case TIMEOUT -> timeoutMs = argument.kind() == Value.NUMBER ? argument.number() : TIMEOUT_MS;
            case STATUS -> {
                return text(visitor.consent().status());
            }
            case ON_CHANGE -> {
                if (isFunction(argument)) {
                    consentListeners.on("", argument, false);
                }
            }
            case USER -> {
                return api.object("users");
            }
            case USER_ANONYMOUS_ID -> {
                return isFunction(argument) || argument.kind() == Value.NOTHING ? anonymousId() : setAnonymousId(call);
            }
            case USER_ID -> {
                return user.get("userId");
            }
            case USER_TRAITS -> {
                return user.get("traits");
            }
            case GROUP_ID -> {
                return group.get("groupId");
            }
            case GROUP_TRAITS -> {
                return group.get("traits");
            }
            default -> {}
        }
        return api.object("");
    }

    private void load(Value key, Value given) {
        if (tracker == null) {
            options.load(key, given);
            tracker = start.apply(this);
            api.set("initialized", browser.values().parse("true"));
            replay();
        }
    }

    /** What answers, changes or watches events goes before events. */
    private void replay() {
        Early ordered = null;
        for (; early != null; early = early.next) {
            ordered = new Early(early.method, early.call, early.moment, ordered);
        }
        for (var call = ordered; call != null; call = call.next) {
            replay(call, GRANT, WITHDRAW);
        }
        for (var call = ordered; call != null; call = call.next) {
            replay(call, ADD_SOURCE_MIDDLEWARE, ONCE);
        }
        for (var call = ordered; call != null; call = call.next) {
            replay(call, PAGE, READY);
        }
    }

    private void replay(Early early, int from, int to) {
        if (early.method >= from && early.method <= to) {
            promised(early.method, early.call, early.moment);
        }
    }

    private void submit(Value event, Call call) {
        beforeEvents.run();
        if (tracker != null) {
            tracker.submit(event, taken -> settle(taken, call));
        }
    }

    /** Calls back, after the page's script that runs now. */
    private void settle(Value event, Call call) {
        var context = browser.values().object();
        context.put("event", event);
        context.put("id", event.get("messageId"));
        browser.timers().soon(() -> {
            emit(event);
            var callback = overloads.callback(call);
            if (callback != null) {
                callback.call(list().add(context));
            }
            call.resolve(context);
        });
    }

    private void emit(Value event) {
        var type = event.get("type").asText();
        var options = event.get("options");
        if (type.equals("track")) {
            emitter.emit(
                    type,
                    list().add(event.get("event")).add(event.get("properties")).add(options));
        } else if (type.equals("page")) {
            emitter.emit(
                    type,
                    list().add(event.get("category"))
                            .add(event.get("name"))
                            .add(event.get("properties"))
                            .add(options));
        } else if (type.equals("alias")) {
            emitter.emit(
                    type,
                    list().add(event.get("userId")).add(event.get("previousId")).add(options));
        } else {
            var id = event.get(type.equals("group") ? "groupId" : "userId");
            emitter.emit(type, list().add(id).add(event.get("traits")).add(options));
        }
    }

    private void reject(Call call, String message) {
        if (debug) {
            browser.console().warn(message);
        }
        call.reject(message);
    }

    private Consumer<Boolean> arrived(Call call) {
        return arrived -> {
            if (arrived) {
                call.resolve(text(visitor.consent().status()));
            } else {
                reject(call, "the answer did not reach the server");
            }
        };
    }

    private void on(boolean once, Call call) {
        if (isFunction(call.argument(1))) {
            emitter.on(call.argument(0).asText(), call.argument(1), once);
        }
        call.give(api.object(""));
    }

    private Value setAnonymousId(Call call) {
        var chosen = call.argument(0).asText();
        if (!chosen.isEmpty() && !visitor.anonymousId().choose(chosen) && debug) {
            browser.console().warn("analytics.setAnonymousId: not a random id");
        }
        return anonymousId();
    }

    private Value anonymousId() {
        return text(visitor.consent().granted() ? visitor.anonymousId().id() : null);
    }

    private void reset(Call call) {
        user = group = browser.values().object();
        visitor.anonymousId().erase();
        emitter.emit("reset", list());
        if (call.argument(0).get("full").asText().equals("true")) {
            browser.signals().stop();
        }
        call.give(text(null));
    }

    private void watch(Call call, Consumer<Links.Listener> watcher) {
        watcher.accept((element, go) -> {
            var event = overloads.track(
                    called(call.argument(1), element), called(call.argument(2), element), call.argument(3), moment());
            if (tracker != null && isNamed(event)) {
                tracker.submit(event, taken -> {
                    emit(taken);
                    if (go != null) {
                        go.run();
                    }
                });
            }
            if (go != null) {
                browser.timers().after(timeoutMs, go);
            }
        });
        call.resolve(api.object(""));
    }

    private boolean isNamed(Value event) {
        var name = event.get("event");
        return name.kind() == Value.STRING && labels.isEventName(name.asText());
    }

    private Value called(Value value, Value element) {
        return isFunction(value) ? value.call(list().add(element)) : value;
    }

    private Moment moment() {
        return Moment.now(browser.clock(), browser.page(), referrer);
    }

    private String endpoint() {
        return options.endpoint(browser.script());
    }

    /** All arguments but the first. */
    private Value arguments(Call call) {
        var rest = list();
        for (int i = 1; i < call.count(); i++) {
            rest.add(call.argument(i));
        }
        return rest;
    }

    private Value list() {
        return browser.values().list();
    }

    private Value text(@Nullable String text) {
        return browser.values().text(text);
    }

    private static boolean isFunction(Value value) {
        return value.kind() == Value.FUNCTION;
    }
}
