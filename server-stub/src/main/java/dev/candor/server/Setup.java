package dev.candor.server;

import dev.candor.server.consent.SafeFiles;
import dev.candor.server.consent.Sharing;
import dev.candor.server.dictionary.DataDictionary;
import dev.candor.server.privacy.InstanceKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The install-time question in the terminal: yes, no, or show me. The answer is written where the admin's switch writes it, and
 * holds from the server's next start on.
 */
final class Setup {
    private static final String QUESTION = """
            Share anonymous usage data?
            It helps the makers of this product see which parts are used. No names, no text, no addresses leave, every visitor
            is asked as well, and /admin shows each event. Unanswered, only a keep-alive is sent every six hours.""";

    private final Map<String, String> environment;
    private final Path workingDir;
    private final BufferedReader in;
    private final PrintWriter out;

    Setup(Map<String, String> environment, Path workingDir, BufferedReader in, PrintWriter out) {
        this.environment = environment;
        this.workingDir = workingDir;
        this.in = in;
        this.out = out;
    }

    /** Asks until there is an answer. Returns whether there was one: the end of the input is none. */
    boolean ask() throws IOException, ConfigurationException {
        var sharing = sharing();
        var lock = sharing.lock();
        if (lock != null) {
            out.println("Nothing to ask: " + lock.variable() + " is set in " + lock.in() + ", so nothing is sent.");
            return true;
        }
        out.println(QUESTION);
        while (true) {
            out.print("yes, no, or show (what would be sent)? ");
            out.flush();
            var line = in.readLine();
            if (line == null) {
                out.println();
                out.println("Not answered: only the keep-alive is sent.");
                return false;
            }
            switch (line.strip().toLowerCase(Locale.ROOT)) {
                case "y", "yes" -> {
                    return answered(sharing, true);
                }
                case "n", "no" -> {
                    return answered(sharing, false);
                }
                case "s", "show", "show me" -> show();
                default -> out.println("Please answer yes, no or show.");
            }
        }
    }

    /** Deletes the key under which typed values are hashed; hashes of before and after then cannot be matched. */
    void rotate() throws IOException, ConfigurationException {
        var configuration = Configuration.read(environment, workingDir);
        if (configuration.hashKey() != null) {
            out.println("The key is given in CANDOR_HASH_KEY: set another there, on every node, and restart.");
            return;
        }
        new InstanceKey(configuration.dataDir().resolve(InstanceKey.FILE)).delete();
        out.println("The key is deleted; a running server notices, and the next event makes a new one.");
    }

    private Sharing sharing() throws IOException, ConfigurationException {
        var configuration = Configuration.read(environment, workingDir);
        SafeFiles.privateFolder(configuration.dataDir());
        return new Sharing(
                configuration.envFile(), configuration.dataDir().resolve(Sharing.FILE), configuration.said());
    }

    private boolean answered(Sharing sharing, boolean yes) throws IOException {
        sharing.turn(yes);
        out.println(
                (yes ? "Thank you. " : "Nothing will be sent. ")
                        + "Written into docker.env; it holds from the server's next start on, and /admin can change it at any time.");
        return true;
    }

    private void show() {
        for (var event : new DataDictionary().events()) {
            out.println();
            out.println(event.name() + ": " + event.what());
            out.println(event.example());
        }
        out.println();
    }
}
