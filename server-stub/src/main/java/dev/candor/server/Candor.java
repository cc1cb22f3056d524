package dev.candor.server;

import dev.candor.event.ActionTriggered;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Candor inside a product: the servlet to mount in the product's own container, and the product's own events. One an installation.
 *
 * <pre>{@code
 * var candor = Candor.start(System.getenv(), Path.of(""));
 * context.addServlet("candor", candor.servlet()).addMapping("/candor/*");
 * candor.track("REPORT_SAVED", Map.of("pages", 3));
 * }</pre>
 */
public final class Candor implements AutoCloseable {
    private final CandorServer server;

    private Candor(CandorServer server) {
        this.server = server;
    }

    /**
     * Opens the store, and starts the keep-alive and the relay; listens nowhere.
     *
     * @param settings as the environment of a server of its own; HOST and PORT are not used
     * @param workingDir where docker.env and the data directory are looked for
     * @throws ConfigurationException for a value that is not understood, naming the variable
     * @throws IOException when the data directory cannot be used
     */
    public static Candor start(Map<String, String> settings, Path workingDir)
            throws ConfigurationException, IOException {
        return new Candor(CandorServer.embedded(settings, workingDir));
    }

    /**
     * What answers browsers and the admin. It can be mounted at any pattern that ends in {@code /*}: at {@code /candor/*} the script is
     * {@code /candor/candor.js}, and finds the rest by that.
     */
    public CandorServlet servlet() {
        return server.servlet();
    }

    /**
     * A query of the product was run. Returns at once and throws nothing; nothing is kept unless the admin said yes. What people
     * typed leaves as a keyed hash only, and {@code instanceId} is filled in.
     *
     * @return whether it was taken; what was not is counted in {@code /metrics}
     */
    public boolean track(ActionTriggered action) {
        return server.events().track(action);
    }

    /**
     * Something else happened in the product's server. Returns at once and throws nothing; nothing is kept unless the admin said yes.
     *
     * @param event a name of up to 64 characters, words with single spaces, with nothing personal in it
     * @param properties booleans, numbers and short labels; anything else is withheld, and shown to the admin as withheld
     * @return whether it was taken; what was not is counted in {@code /metrics}
     */
    public boolean track(String event, Map<String, ?> properties) {
        return server.events().track(event, properties);
    }

    /** Stores what waits, and closes the store. */
    @Override
    public void close() throws IOException {
        server.close();
    }
}
