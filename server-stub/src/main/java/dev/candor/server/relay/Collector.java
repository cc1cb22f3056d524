package dev.candor.server.relay;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The vendor's end of the wire. */
public interface Collector {
    /** What it said: a status, and how long it asks to be left alone, or null. */
    record Reply(int status, @Nullable Duration retryAfter) {}

    /**
     * Posts a batch and waits for the answer.
     *
     * @throws IOException when there was none
     */
    Reply post(String batch) throws IOException;

    /** Breaks off what is on its way, and closes what is open. */
    void disconnect();
}
