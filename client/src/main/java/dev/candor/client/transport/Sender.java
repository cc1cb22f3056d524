package dev.candor.client.transport;

import dev.candor.client.browser.Browser;
import dev.candor.client.queue.EventQueue;
import dev.candor.event.Batch;
import dev.candor.event.RawJson;
import java.util.function.BooleanSupplier;

/**
 * Posts what waits in the queue: {@value #MAX_EVENTS} events at once, or what there is after {@value #DELAY_MS} ms; when the page
 * goes, all. One request at a time. What did not arrive (no network, 408, 429, 5xx) is tried again, later each time;
 * what the instance refused is not.
 */
public final class Sender {
    static final int MAX_EVENTS = 20;
    static final int MAX_LENGTH = 40_000;
    /** A server refuses a batch for one event that is too long. */
    static final int MAX_EVENT_LENGTH = 32_000;

    static final int DELAY_MS = 1_000;
    static final int MAX_ATTEMPTS = 10;

    private final Browser browser;
    private final EventQueue queue;
    private final Target target;
    private final BooleanSupplier open;
    private boolean timed;
    private boolean sending;
    private double backoffMs = DELAY_MS;
    private int attempts;

    /** Where to post to, and the collector's key. */
    public record Target(String url, String writeKey) {}

    /** @param open whether anything may be sent now */
    public Sender(Browser browser, EventQueue queue, Target target, BooleanSupplier open) {
        this.browser = browser;
        this.queue = queue;
        this.target = target;
        this.open = open;
    }

    /** Takes an event to send, unless it is too long. */
    public void add(String event) {
        if (event.length() > MAX_EVENT_LENGTH) {
            return;
        }
        queue.enqueue(event);
        if (attempts == 0 && queue.size() >= MAX_EVENTS) {
            flush();
        } else {
            later(DELAY_MS);
        }
    }

    /** Sends all that waits, as the page may not come back. */
    public void leave() {
        while (queue.size() > 0 && open.getAsBoolean()) {
            var body = body();
            if (!browser.network().beacon(target.url(), body)) {
                browser.network().send("POST", target.url(), body, (status, retryAfterSeconds) -> {});
            }
            if (!sending) {
                queue.delivered();
            }
        }
    }

    private void later(double delayMs) {
        if (!timed) {
            timed = true;
            browser.timers().after(delayMs, () -> {
                timed = false;
                flush();
            });
        }
    }

    private void flush() {
        if (!sending && queue.size() > 0 && open.getAsBoolean()) {
            sending = true;
            browser.network().send("POST", target.url(), body(), this::arrived);
        }
    }

    private void arrived(int status, double retryAfterSeconds) {
        sending = false;
        var again = status == 0 || status == 408 || status == 429 || status >= 500;
        if (again && ++attempts < MAX_ATTEMPTS) {
            queue.restore();
            backoffMs *= 2;
            later(Math.max(retryAfterSeconds * 1_000, browser.randomness().fraction() * backoffMs));
        } else {
            queue.delivered();
            attempts = 0;
            backoffMs = DELAY_MS;
            if (queue.size() >= MAX_EVENTS) {
                flush();
            } else if (queue.size() > 0) {
                later(DELAY_MS);
            }
        }
    }

    private String body() {
        return browser.json()
                .write(new Batch<>(
                        new RawJson(queue.next(MAX_EVENTS, MAX_LENGTH)),
                        null,
                        browser.clock().now(),
                        target.writeKey()));
    }
}
