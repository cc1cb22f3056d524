package dev.candor.client;

import dev.candor.client.browser.Timers;
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

    /** Hands on an event, changed or not; null when it is dropped. */
    private interface Filter {
        void pass(Value event, Consumer<@Nullable Value> passed);
    }

    /** Told of an event as middleware has made it, and whether that failed: it was dropped. */
    interface Taken {
        void taken(Value event, boolean failed);
    }

    /** Where events go once they may leave. */
    record Outlet(Timers timers, AnonymousId anonymousId, Messages messages, EventQueue queue, Sender sender) {}

    private final Consent consent;
    private final Outlet outlet;
    private List<Value> waiting = new ArrayList<>();
    private Filter filters = (event, passed) -> passed.accept(event);
    private List<Runnable> late = new ArrayList<>();

    Tracker(Consent consent, Outlet outlet) {
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

    /** Has an event taken in when the browser has shown what the page makes of it; but before the next one, and before the page goes. */
    void later(Runnable submission) {
        late.add(submission);
        outlet.timers().after(0, this::catchUp);
    }

    /** Takes in what was left for later. */
    void catchUp() {
        var submissions = late;
        late = new ArrayList<>();
        submissions.forEach(Runnable::run);
    }

    /** Takes an event in, by the answer of this moment; done when it is in the queue, waits for an answer, or will not be sent. */
    void submit(String status, Value event, Taken done) {
        catchUp();
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

    /** The visitor's answer is another now. */
    void answered(String status) {
        if (!status.equals(Consent.GRANTED)) {
            erase();
        }
        if (!status.equals(Consent.UNSET)) {
            var events = waiting;
            waiting = new ArrayList<>();
            events.forEach(event -> submit(status, event, (taken, failed) -> {}));
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

    private void erase() {
        outlet.anonymousId().erase();
        outlet.queue().clear();
    }

    private void send(Value event) {
        if (outlet.messages().mayLeave(event)) {
            outlet.sender()
                    .add(outlet.messages().json(event, outlet.anonymousId().id()));
        }
    }
}
