package dev.candor.client.transport;

import dev.candor.client.browser.Browser;
import dev.candor.client.browser.Value;
import dev.candor.client.queue.EventQueue;
import dev.candor.event.Batch;
import dev.candor.event.RawJson;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Posts what waits in the queue: {@value #MAX_EVENTS} events at once, or what there is after {@value #DELAY_MS} ms; when the page
 * goes, all. One request at a time, of one tab at a time, and of each tab one a second. What did not arrive (no network, 408, 429, 5xx) is tried again, later each
 * time and by chance (full jitter), at least as late as {@code Retry-After} says; a batch that is too large (413) goes in smaller ones; what
 * else the instance refused is dropped.
 */
public final class Sender {
    static final int MAX_EVENTS = 20;
    static final int MAX_LENGTH = 40_000;
    /** A server refuses a batch for one event that is too long. */
    static final int MAX_EVENT_LENGTH = 32_000;

    static final int DELAY_MS = 1_000;

    /** After so many attempts without an answer (an ad blocker?) it is quiet until the browser is online again, or the next page. */
    static final int MAX_ATTEMPTS = 6;

    static final int MAX_BACKOFF_MS = 300_000;
    /** How often a page shows that it lives, and looks for what others left. */
    static final int BEAT_MS = 5_000;
    /** How many of the last batches are kept to be shown. */
    static final int MAX_SHOWN = 20;

    private final Browser browser;
    private final EventQueue queue;
    private final Target target;
    private final BooleanSupplier open;
    /** The last bodies, as texts. */
    private final Value sent;

    private boolean timed;
    private boolean sending;
    /** The last request began less than a second ago. */
    private boolean resting;

    private boolean watching;
    /** Something did not arrive, and it is not yet time to try again. */
    private boolean paused;
    /** The page goes: what its own listeners to that report leaves at once, too. */
    private boolean leaving;

    private double backoffMs = DELAY_MS;
    /** How many attempts in a row; -1 when the instance wants what waits later. */
    private int unanswered;

    private int maxEvents = MAX_EVENTS;

    /** Where to post to, made out when something is posted, and the collector's key. */
    public record Target(Supplier<String> url, String writeKey) {}

    /** @param open whether anything may be sent now */
    public Sender(Browser browser, EventQueue queue, Target target, BooleanSupplier open) {
        this.browser = browser;
        this.queue = queue;
        this.target = target;
        this.open = open;
        this.sent = browser.values().list();
    }

    /** Sends what other pages left, now and when one dies. */
    public void start() {
        if (open.getAsBoolean()) {
            if (queue.beat()) {
                watch();
            }
            soon();
        }
    }

    /** Something waits, here or in another page: looks again in a while. */
    public void watch() {
        if (!watching) {
            watching = true;
            browser.timers().after(BEAT_MS, () -> {
                watching = false;
                start();
            });
        }
    }

    /** Takes an event to send, unless it is too long. */
    public void add(String event) {
        if (event.length() <= MAX_EVENT_LENGTH) {
            queue.enqueue(event);
            watch();
            soon();
            if (leaving) {
                browser.timers().soon(this::leave);
            }
        }
    }

    /**
     * Sends all that waits, as the page may not come back; what the browser does not take stays for the next page, and so does all
     * while {@code Retry-After} says that it is too early.
     */
    public void leave() {
        leaving = true;
        browser.timers().after(0, () -> leaving = false);
        if (open.getAsBoolean()) {
            while (unanswered >= 0 && queue.size() > 0) {
                var body = body();
                if (browser.network().beacon(target.url().get(), body)) {
                    note(body);
                    queue.left();
                } else {
                    if (!sending) {
                        post(body, () -> {});
                    }
                    break;
                }
            }
            queue.leave();
        }
    }

    /** Whether the page goes, and this is its last chance. */
    public boolean leaving() {
        return leaving;
    }

    /** The browser has a network again. */
    public void wake() {
        unanswered = 0;
        resume();
    }

    /** The last batches, as they were sent. */
    public Value sent() {
        return browser.values().parse("[" + sent.joined(0, sent.length()) + "]");
    }

    private void soon() {
        if (queue.size() >= MAX_EVENTS) {
            flush();
        } else if (queue.size() > 0 && !timed) {
            timed = true;
            browser.timers().after(DELAY_MS, () -> {
                timed = false;
                flush();
            });
        }
    }

    private void resume() {
        paused = false;
        flush();
    }

    /** Posts the oldest, when no other tab does so. */
    private void flush() {
        if (!sending && !resting && !paused && queue.size() > 0) {
            sending = true;
            browser.tabs().inTurn(done -> {
                if (open.getAsBoolean() && queue.renew()) {
                    post(body(), done);
                } else {
                    sending = false;
                    done.run();
                }
            });
        }
    }

    private void post(String body, Runnable done) {
        sending = true;
        resting = true;
        browser.timers().after(DELAY_MS, () -> {
            resting = false;
            flush();
        });
        note(body);
        var count = queue.give();
        browser.network().send("POST", target.url().get(), body, (status, retryAfterSeconds) -> {
            done.run();
            sending = false;
            arrived(count, status, retryAfterSeconds);
        });
    }

    private void arrived(int count, int status, double retryAfterSeconds) {
        if (status == 413 && count > 1) {
            maxEvents = count / 2;
            queue.restore();
            flush();
        } else if (status == 0 || status == 408 || status == 429 || status >= 500) {
            paused = true;
            unanswered = status == 0 ? unanswered + 1 : retryAfterSeconds > 0 ? -1 : 0;
            backoffMs = Math.min(MAX_BACKOFF_MS, backoffMs * 2);
            queue.restore();
            if (unanswered < MAX_ATTEMPTS) {
                browser.timers()
                        .after(
                                Math.max(
                                        // Longer than a browser's timers can wait, they don't wait at all.
                                        Math.min(retryAfterSeconds, 1e6) * 1_000,
                                        browser.randomness().fraction() * backoffMs),
                                this::resume);
            }
        } else {
            unanswered = 0;
            backoffMs = DELAY_MS;
            maxEvents = MAX_EVENTS;
            queue.done(status < 400);
            soon();
        }
    }

    private String body() {
        var lost = queue.lost();
        return browser.json()
                .write(new Batch<>(
                        new RawJson(queue.batch(maxEvents, MAX_LENGTH)),
                        lost > 0 ? new RawJson("{\"candor\":{\"lost\":" + lost + "}}") : null,
                        browser.clock().now(),
                        target.writeKey()));
    }

    private void note(String body) {
        sent.add(browser.values().text(body));
        if (sent.length() > MAX_SHOWN) {
            sent.drop(0);
        }
    }
}
