package dev.candor.server.http;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of a request that failed through no fault of its sender: in the answer that it did, in the log where. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** 503 when it could not be read or its events not be stored, otherwise 500. */
    public static Reply reply(Throwable failure) {
        if (failure instanceof IOException) {
            LOG.warn(
                    "A request could not be read or answered: {}",
                    failure.getClass().getName());
            return Reply.failure(503, "try again later").with("Retry-After", "5");
        }
        // Its message may quote the request, so only its place is logged.
        LOG.error("A request failed: {} at {}", failure.getClass().getName(), place(failure));
        return Reply.failure(500, "something went wrong here");
    }

    private static String place(Throwable failure) {
        var trace = failure.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }
}
