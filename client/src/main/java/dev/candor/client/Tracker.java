package dev.candor.client;

import dev.candor.client.browser.Value;
import dev.candor.client.consent.Consent;
import dev.candor.client.context.Messages;
import dev.candor.client.identity.AnonymousId;
import dev.candor.client.queue.EventQueue;
import dev.candor.client.transport.Sender;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of every event: consent, the page's middleware, the message, the queue. Without an answer an event waits in memory; after a
 * refusal it ends here.
 */
final class Tracker {
    private static final class Middleware {
        final Value function;

        @Nullable
        Middleware next;

        Middleware(Value function) {
            this.function = function;
        }
    }

    /** Where events go once they may leave. */
    record Outlet(AnonymousId anonymousId, Messages messages, EventQueue queue, Sender sender) {}

    private final Consent consent;
    private final Outlet outlet;
    private final Waiting waiting = new Waiting();
    private @Nullable Middleware first;
    private @Nullable Middleware last;

    Tracker(Consent consent, Outlet outlet) {
        this.consent = consent;
        this.outlet = outlet;
        if (!consent.granted()) {
            outlet.anonymousId().erase();
        }
    }

    void addMiddleware(Value function) {
        var added = new Middleware(function);
        if (last == null) {
            first = added;
        } else {
            last.next = added;
        }
        last = added;
    }

    /** Takes an event in; done when it is in the queue, waits for an answer, or will not be sent. */
    void submit(Value event, Consumer<Value> done) {
        var status = consent.status();
        if (status.equals(Consent.GRANTED)) {
            filter(event, first, done);
        } else {
            if (status.equals(Consent.UNSET)) {
                waiting.add(event);
            }
            done.accept(event);
        }
    }

    /** The visitor's answer is another now. */
    void answered(String status) {
        if (status.equals(Consent.GRANTED)) {
            waiting.release(event -> filter(event, first, done -> {}));
        } else {
            outlet.anonymousId().erase();
            outlet.queue().clear();
            if (status.equals(Consent.DENIED)) {
                waiting.erase();
            }
        }
    }

    private void filter(Value event, @Nullable Middleware middleware, Consumer<Value> done) {
        if (middleware == null) {
            send(event);
            done.accept(event);
        } else {
            middleware.function.filter(event, passed -> {
                if (passed == null) {
                    done.accept(event);
                } else {
                    filter(passed, middleware.next, done);
                }
            });
        }
    }

    private void send(Value event) {
        if (consent.granted() && outlet.messages().isNamed(event)) {
            var chosen = event.get("anonymousId").asText();
            if (!chosen.isEmpty()) {
                outlet.anonymousId().choose(chosen);
            }
            outlet.sender()
                    .add(outlet.messages().json(event, outlet.anonymousId().id()));
        }
    }
}
