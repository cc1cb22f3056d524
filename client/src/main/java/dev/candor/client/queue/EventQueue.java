package dev.candor.client.queue;

/** Where events wait, oldest first, as JSON. Stands between what makes events and what sends them, so that each can change alone. */
public interface EventQueue {
    /** Takes an event in. When there is no room the oldest go. */
    void enqueue(String json);

    /** How many have not been given out. */
    int size();

    /** Gives out the oldest that have not been, at most that many and together at most that long, as a JSON array. */
    String next(int maxEvents, int maxLength);

    /** Forgets those that were given out: they have arrived. */
    void delivered();

    /** Takes back those that were given out: they have not arrived. */
    void restore();

    /** Forgets all. */
    void clear();
}
