package dev.candor.client;

import dev.candor.client.browser.Browser;
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

    private final Browser browser;
    private final Consent consent;
    private final Outlet outlet;
    private final Waiting waiting = new Waiting();
    private final Middleware middlewares;

    Tracker(Browser browser, Consent consent, Outlet outlet) {
        this.browser = browser;
        this.consent = consent;
        this.outlet = outlet;
        this.middlewares = new Middleware(browser.values().object());
        if (!consent.granted()) {
            outlet.anonymousId().erase();
        }
    }

    void addMiddleware(Value function) {
        var last = middlewares;
        while (last.next != null) {
            last = last.next;
        }
        last.next = new Middleware(function);
    }

    /** Takes an event in; done when it is in the queue, waits for an answer, or will not be sent. */
    void submit(Value event, Consumer<Value> done) {
        var status = consent.status();
        if (status.equals(Consent.GRANTED)) {
            filter(event, middlewares.next, done);
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
            waiting.release(event -> filter(event, middlewares.next, done -> {}));
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
        if (consent.granted()) {
            var chosen = event.get("anonymousId").asText();
            if (!chosen.isEmpty()) {
                outlet.anonymousId().choose(chosen);
            }
            var message = outlet.messages().of(event, outlet.anonymousId().id());
            if (message != null) {
                event.put("messageId", message.messageId());
                event.put("anonymousId", message.anonymousId());
                outlet.sender().add(browser.json().write(message));
            }
        }
    }
}
