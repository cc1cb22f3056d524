package dev.candor.client.queue;

import org.jspecify.annotations.Nullable;

/** A queue that ends with the page. */
public final class MemoryQueue implements EventQueue {
    static final int MAX_EVENTS = 500;

    private static final class Node {
        final String json;

        @Nullable
        Node next;

        Node(String json) {
            this.json = json;
        }
    }

    private @Nullable Node oldest;
    private @Nullable Node newest;
    /** The first that has not been given out. */
    private @Nullable Node waiting;

    private int size;
    private int given;

    @Override
    public void enqueue(String json) {
        var node = new Node(json);
        if (newest == null) {
            oldest = node;
        } else {
            newest.next = node;
        }
        newest = node;
        if (waiting == null) {
            waiting = node;
        }
        size++;
        if (size + given > MAX_EVENTS && oldest != null) {
            if (given > 0) {
                given--;
            } else {
                size--;
                waiting = oldest.next;
            }
            oldest = oldest.next;
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String next(int maxEvents, int maxLength) {
        var events = "";
        int count = 0;
        while (waiting != null
                && count < maxEvents
                && (count == 0 || events.length() + waiting.json.length() < maxLength)) {
            events += (count > 0 ? "," : "") + waiting.json;
            waiting = waiting.next;
            count++;
        }
        size -= count;
        given += count;
        return "[" + events + "]";
    }

    @Override
    public void delivered() {
        given = 0;
        oldest = waiting;
        if (oldest == null) {
            newest = null;
        }
    }

    @Override
    public void restore() {
        size += given;
        given = 0;
        waiting = oldest;
    }

    @Override
    public void clear() {
        waiting = null;
        size = 0;
        delivered();
    }
}
