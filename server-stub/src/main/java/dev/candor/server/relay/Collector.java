package dev.candor.server.relay;

import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vendor's end of the wire. */
public interface Collector {
    /** What it said: a status, and how long it asks to be left alone, or null. */
    record Reply(int status, @Nullable Duration retryAfter) {}

    /**
     * Posts events in their order and waits for the answer, which is one for all.
     *
     * @param failures how often it failed just before
     * @throws IOException when there was none; some may have arrived all the same, and are told by their messageIds
     */
    Reply post(List<KeptEvent> events, int failures) throws IOException;

    /** Breaks off what is on its way, and closes what is open. */
    void disconnect();
}
