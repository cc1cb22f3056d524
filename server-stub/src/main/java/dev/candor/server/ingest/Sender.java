package dev.candor.server.ingest;

/**
 * Who sent an event.
 *
 * @param kind what the request showed
 * @param ip what stands in {@code context.ip}: 0.0.0.0 or a masked network
 */
public record Sender(Kind kind, String ip) {
    /** What sends events. */
    public enum Kind {
        /** A page, with a visitor's consent. */
        BROWSER,
        /** The product's server, with the write key. */
        SERVER,
        /** An instance, relaying what it took; only a collector has such senders. */
        RELAY
    }
}
