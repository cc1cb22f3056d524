package dev.candor.server;

/** What a server is for. */
public enum Role {
    /** Stands beside a product, and asks for consent. */
    INSTANCE,
    /** The vendor's: takes what instances relay. */
    COLLECTOR
}
