package dev.candor.server.store;

/** There is no room, and nothing that was relayed already could make some. */
public final class StoreFullException extends Exception {
    StoreFullException() {
        super("the store is full");
    }
}
