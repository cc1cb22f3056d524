package dev.candor.server.command;

import dev.candor.server.store.KeptEvent;
import java.io.IOException;

/** Writes events one after the other, holding no more of them than fits in memory. */
interface Form {
    void write(KeptEvent event) throws IOException;

    /** Writes what comes after the last event; what was written before is not complete without. */
    default void end() throws IOException {}
}
