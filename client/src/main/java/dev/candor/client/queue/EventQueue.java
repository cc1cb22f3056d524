package dev.candor.client.queue;

import static java.util.Objects.requireNonNull;

import dev.candor.client.browser.Browser;
import dev.candor.client.browser.Storage;
import dev.candor.client.browser.Value;

/**
 * Where events wait, oldest first, as JSON: in memory and, from the end of the task that took them in, under a key of this page's own in
 * the browser's storage ({@code candor_queue.<random>: ["<time of the last sign of life>",{event},…]}). At most {@value #MAX_EVENTS}
 * events and {@value #MAX_LENGTH} characters; when there is no room the oldest go. What a page left behind that shows no life any
 * more, another takes over; what is no queue is removed. Only ever used while consent is granted.
 */
public final class EventQueue {
    static final int MAX_EVENTS = 500;
    static final int MAX_LENGTH = 256 * 1024;
    static final double LEASE_SECONDS = 20;
    private static final String PREFIX = "candor_queue.";

    private final Browser browser;
    private final String key;
    private Value events;
    private int length;
    /** How many of the oldest are given out. */
    private int given;
    /** How many of the oldest are in the storage. */
    private int stored;
    /** The last sign of life in the storage. */
    private String saved = "";

    /** How many the last batch has. */
    private int batched;

    private int lost;
    private int told;
    private boolean saving;
    private boolean othersWait;

    public EventQueue(Browser browser) {
        this.browser = browser;
        this.key = PREFIX + browser.randomness().uuid();
        this.events = browser.values().list();
    }

    /** Takes an event in. */
    public void enqueue(String json) {
        events.add(browser.values().text(json));
        length += json.length();
        while (events.length() > MAX_EVENTS || length > MAX_LENGTH) {
            // The oldest of those that are not on their way.
            drop(given, 1);
            lost++;
        }
        if (!saving) {
            saving = true;
            browser.timers().soon(this::save);
        }
    }

    /** How many have not been given out. */
    public int size() {
        return events.length() - given;
    }

    /** The oldest that have not been given out, at most that many and together at most that long, as a JSON array. */
    public String batch(int maxEvents, int maxLength) {
        batched = 0;
        int total = 0;
        while (batched < maxEvents && batched < size()) {
            total += events.at(given + batched).asText().length();
            if (batched > 0 && total >= maxLength) {
                break;
            }
            // And a comma.
            total++;
            batched++;
        }
        return list(given, given + batched);
    }

    /** How many events were lost since the last batch that arrived; the batch that is made now tells. */
    public int lost() {
        told = lost;
        return told;
    }

    /** The last batch is on its way. Gives how many events it has. */
    public int give() {
        given += batched;
        return batched;
    }

    /** Forgets the last batch, which was not given out: it has left, and nobody will tell whether it arrived. */
    public void left() {
        drop(given, batched);
        lost -= told;
    }

    /** Forgets those that were given out: they have arrived, or nobody wants them. */
    public void done(boolean arrived) {
        lost += arrived ? -told : given;
        drop(0, given);
        save();
    }

    /** Takes back those that were given out: they have not arrived. */
    public void restore() {
        given = 0;
    }

    /** Forgets all, and what other pages left. */
    public void clear() {
        events = browser.values().list();
        length = given = stored = batched = lost = 0;
        browser.storage().each(PREFIX, browser.storage()::remove);
    }

    /** Shows that this page lives, unless another has taken its events over. Whether any have not been given out. */
    public boolean renew() {
        var storage = browser.storage();
        // Where the id is gone too, so soon after, it is this page that has cleared the storage, and nobody has them.
        if (stored > 0
                && storage.get(key) == null
                && (storage.get(Storage.ID) != null || !(browser.clock().age(saved) < LEASE_SECONDS))) {
            given = 0;
            drop(0, stored);
        }
        save();
        return size() > 0;
    }

    /** Renews, and takes over what dead pages left. Whether anything waits, here or in another page. */
    public boolean beat() {
        renew();
        othersWait = false;
        browser.storage().each(PREFIX, this::takeOver);
        return othersWait || events.length() > 0;
    }

    /** Leaves what waits to the next page; once what is on its way has had its time. */
    public void leave() {
        save(given > 0 ? browser.clock().now() : "");
    }

    /** A list of all that are here. */
    public Value all() {
        return browser.values().parse(list(0, events.length()));
    }

    private void takeOver(String other) {
        var json = requireNonNull(browser.storage().get(other));
        if (!other.equals(key) && !json.equals(Storage.UNREADABLE)) {
            var left = browser.values().parse(json);
            // Of what JSON can say, a list is what is nothing else.
            var isList = left.kind() == Value.OTHER;
            if (isList && browser.clock().age(left.at(0).asText()) < LEASE_SECONDS) {
                othersWait = true;
            } else {
                browser.storage().remove(other);
                for (int i = 1; isList && i < left.length(); i++) {
                    if (!left.at(i).text("messageId").isEmpty()) {
                        enqueue(left.at(i).json());
                    }
                }
            }
        }
    }

    private void drop(int from, int count) {
        for (int i = 0; i < count; i++) {
            length -= events.at(from).asText().length();
            events.drop(from);
            if (from < stored) {
                stored--;
            }
            if (from < given) {
                given--;
            }
        }
    }

    private void save() {
        save(browser.clock().now());
    }

    private void save(String time) {
        saving = false;
        if (events.length() == 0) {
            browser.storage().remove(key);
        } else if (browser.storage().set(key, "[\"" + time + "\"," + events.joined(0, events.length()) + "]")) {
            stored = events.length();
            saved = time;
        }
    }

    private String list(int from, int to) {
        return "[" + events.joined(from, to) + "]";
    }
}
