package dev.candor.server.consent;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The instance's setting. Disabling variables stand above all; below them counts whichever was changed last of
 * {@code CANDOR_SHARE}, {@code APPSMITH_DISABLE_TELEMETRY} in the env file and the admin's switch, and a no counts when
 * two changed. What was last seen of the first two is kept in {@code sharing.properties}, which holds no id.
 */
public final class Sharing {
    /** The variable that the admin's switch writes into the env file. */
    public static final String FILE_VARIABLE = "APPSMITH_DISABLE_TELEMETRY";

    /** The name of the file in the data directory that remembers the setting. */
    public static final String FILE = "sharing.properties";

    private final EnvFile envFile;
    private final Path stateFile;
    private final @Nullable Lock lock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final String share;
    private volatile Answer answer;
    private volatile String source;
    private volatile boolean disabledInFile;
    private String inFile;

    /**
     * What the configuration says at a start.
     *
     * @param share CANDOR_SHARE: {@code yes}, {@code no} or empty
     * @param disabledInFile the env file's APPSMITH_DISABLE_TELEMETRY, or null when it has none
     * @param lock the first disabling variable that the switch cannot undo
     */
    public record Said(
            String share,
            @Nullable Boolean disabledInFile,
            @Nullable Lock lock) {}

    /** Works out the answer that holds from this start on, and remembers it. */
    public Sharing(EnvFile envFile, Path stateFile, Said said) throws IOException {
        this.envFile = envFile;
        this.stateFile = stateFile;
        this.lock = said.lock();
        this.share = said.share();
        var seen = read(stateFile);
        var shown = Answer.of(seen.getProperty("answer", ""));
        var from = seen.getProperty("source", "");
        var variable = said.disabledInFile();
        boolean shareChanged = !share.isEmpty() && !share.equals(seen.getProperty("share", ""));
        if (shareChanged) {
            shown = Answer.of(share);
            from = "CANDOR_SHARE";
        }
        if (Boolean.TRUE.equals(variable)) {
            shown = Answer.NO;
            from = FILE_VARIABLE;
        } else if (Boolean.FALSE.equals(variable)
                && "true".equals(seen.getProperty("file"))
                && !(shareChanged && shown == Answer.NO)) {
            shown = Answer.YES;
            from = FILE_VARIABLE;
        }
        this.answer = shown;
        this.source = from;
        this.disabledInFile = Boolean.TRUE.equals(variable);
        this.inFile = variable == null ? "" : variable.toString();
        remember(inFile);
    }

    public Answer answer() {
        return answer;
    }

    /** What gave the answer: CANDOR_SHARE, APPSMITH_DISABLE_TELEMETRY, or {@code admin}; empty while it is unset. */
    public String source() {
        return source;
    }

    /** Whether a disabling variable holds, here or in the env file. */
    public boolean disabled() {
        return lock != null || disabledInFile;
    }

    /** Why the switch cannot be used, or null when it can. */
    public @Nullable Lock lock() {
        return lock;
    }

    /** Whether the keep-alive may leave, and an instance id exist. */
    public boolean allowsKeepAlive() {
        return !disabled() && answer != Answer.NO;
    }

    /** Whether events other than the keep-alive may be taken. */
    public boolean allowsEvents() {
        return !disabled() && answer == Answer.YES;
    }

    /** Called after each change of the setting, when it already holds. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * The admin's switch: writes the env file and takes effect at once.
     *
     * @throws IllegalStateException when {@link #lock} says that it cannot be used
     * @throws IOException when a file could not be written; an "off" holds for this run all the same, an "on" does not
     */
    public synchronized void turn(boolean on) throws IOException {
        if (lock != null) {
            throw new IllegalStateException("locked by " + lock.variable());
        }
        if (on) {
            envFile.set(FILE_VARIABLE, "false");
            hold(Answer.YES, false);
            remember("false");
            listeners.forEach(Runnable::run);
        } else {
            // Off holds before anything can fail, and is remembered even where the env file cannot be written.
            hold(Answer.NO, true);
            try {
                remember(inFile);
                envFile.set(FILE_VARIABLE, "true");
                remember("true");
            } finally {
                listeners.forEach(Runnable::run);
            }
        }
    }

    private void hold(Answer answer, boolean disabledInFile) {
        this.disabledInFile = disabledInFile;
        this.answer = answer;
        this.source = "admin";
    }

    private void remember(String file) throws IOException {
        inFile = file;
        var properties = new Properties();
        properties.setProperty("answer", answer.text());
        properties.setProperty("source", source);
        properties.setProperty("share", share);
        properties.setProperty("file", file);
        if (properties.equals(read(stateFile))) {
            // A start on a full disk works where nothing has changed.
            return;
        }
        var text = new StringWriter();
        properties.store(text, null);
        SafeFiles.writePrivate(stateFile, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Properties read(Path file) throws IOException {
        var properties = new Properties();
        if (Files.exists(file)) {
            properties.load(new StringReader(Files.readString(file)));
        }
        return properties;
    }
}
