package dev.candor.client;

import dev.candor.client.browser.Browser;
import dev.candor.client.browser.Value;
import dev.candor.client.consent.Consent;
import dev.candor.client.context.Messages;
import dev.candor.client.identity.AnonymousId;
import dev.candor.client.queue.EventQueue;
import dev.candor.client.transport.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of every event: consent, the page's middleware, the message, the queue. Without an answer an event waits in memory; after a
 * refusal it ends here.
 */
final class Tracker {
    static final int MAX_WAITING = 100;
    /** How many events are left for a later task. */
    static final int MAX_LATE = 2_000;
    /** How many that task takes in before the page has its turn; what it has taken in is then stored, which takes as long as some hundred. */
    static final int MAX_AT_ONCE = 500;

    /** Hands on an event, changed or not; null when it is dropped. */
    private interface Filter {
        void pass(Value event, Consumer<@Nullable Value> passed);
    }

    /** Told of an event as middleware has made it, and whether that failed: it was dropped. */
    interface Taken {
        void taken(Value event, boolean failed);
    }

    /** Where events go once they may leave. */
    record Outlet(AnonymousId anonymousId, Messages messages, EventQueue queue, Sender sender) {}

    private final Browser browser;
    private final Consent consent;
    private final Outlet outlet;
    private List<Value> waiting = new ArrayList<>();
    private Filter filters = (event, passed) -> passed.accept(event);
    private final List<Runnable> late = new ArrayList<>();

    Tracker(Browser browser, Consent consent, Outlet outlet) {
        this.browser = browser;
        this.consent = consent;
        this.outlet = outlet;
    }

    /** Sends what other pages left; without consent, forgets it. */
    void begin() {
        if (consent.granted()) {
            outlet.sender().start();
        } else {
            outlet.anonymousId().unstore();
            outlet.queue().clear();
        }
    }

    /** Makes a message that nobody gets, so that the browser has compiled and looked up what the first one needs. */
    void warmUp(Value empty) {
        if (consent.granted()) {
            var unused = outlet.messages().json(empty, "");
        }
    }

    void addMiddleware(Value function) {
        catchUp();
        var before = filters;
        filters = (event, passed) -> before.pass(event, kept -> {
            if (kept == null) {
                passed.accept(null);
            } else {
                // Which may have taken its time.
                function.filter(kept, taken -> passed.accept(consent.granted() ? taken : null));
            }
        });
    }

    /**
     * Has an event taken in by a task of its own, so that the browser first shows what the page makes of what happened; at once where
     * that task may never come, and when more wait for it than a page has reason to report.
     */
    void submit(Value event, Taken done) {
        if (consent.status().equals(Consent.DENIED)) {
            done.taken(event, false);
        } else {
            late.add(() -> take(event, done));
            if (late.size() > MAX_LATE
                    || !browser.page().visible()
                    || outlet.sender().leaving()) {
                catchUp();
            } else if (late.size() % MAX_AT_ONCE == 1) {
                browser.timers().after(0, () -> takeIn(MAX_AT_ONCE));
            }
        }
    }

    /** Takes in what was left for later. */
    void catchUp() {
        takeIn(late.size());
    }

    /** The visitor's answer is another now. */
    void answered(String status) {
        var events = waiting;
        if (status.equals(Consent.GRANTED)) {
            waiting = new ArrayList<>();
            events.forEach(event -> take(event, (taken, failed) -> {}));
        } else {
            catchUp();
            waiting = new ArrayList<>();
            outlet.anonymousId().erase();
            outlet.queue().clear();
        }
    }

    /** What this page sent, as it left, and what it holds. */
    void inspect(Value shown) {
        catchUp();
        var held = outlet.queue().all();
        waiting.forEach(held::add);
        shown.put("sent", outlet.sender().sent());
        shown.put("held", held);
    }

    private void takeIn(int most) {
        for (int i = 0; i < most && late.size() > 0; i++) {
            late.remove(0).run();
        }
    }

    /** By the answer of this moment; done when it is in the queue, waits for an answer, or will not be sent. */
    private void take(Value event, Taken done) {
        var status = consent.status();
        if (status.equals(Consent.GRANTED)) {
            outlet.anonymousId().choose(event.text("anonymousId"));
            outlet.messages().identify(event, outlet.anonymousId().id());
            filters.pass(event, passed -> {
                if (passed == null) {
                    done.taken(event, true);
                } else {
                    send(passed);
                    done.taken(passed, false);
                }
            });
        } else {
            if (status.equals(Consent.UNSET)
                    && waiting.size() < MAX_WAITING
                    && outlet.messages().mayLeave(event)) {
                waiting.add(event);
            }
            done.taken(event, false);
        }
    }

    private void send(Value event) {
        if (outlet.messages().mayLeave(event)) {
            outlet.sender()
                    .add(outlet.messages().json(event, outlet.anonymousId().id()));
        }
    }
}
