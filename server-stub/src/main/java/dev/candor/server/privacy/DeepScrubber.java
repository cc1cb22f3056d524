package dev.candor.server.privacy;

import dev.candor.client.privacy.Patterns;
import dev.candor.client.privacy.Scrubber;
import java.util.function.Consumer;

/**
 * The scrubber of the browser, and what costs too many bytes there: it looks through percent-encoding (of percent-encoding, too) and
 * base64, and says what it found. It is the second line: what it finds passed a rule that should have kept it out, so it is worth an
 * alarm.
 */
public final class DeepScrubber {
    private static final int LAYERS = 4;
    // Shorter than the shortest address; most texts are words.
    private static final int SHORTEST = 6;

    private final Scrubber scrubber;
    private final Consumer<Finding> found;

    /** @param found told each finding, never what it was */
    public DeepScrubber(Patterns patterns, Consumer<Finding> found) {
        this.scrubber = new Scrubber(patterns);
        this.found = found;
    }

    /** The text without what looks personal or secret, however it is written. */
    public String text(String text) {
        return Signs.none(text) && Disguises.none(text) ? text : searched(text);
    }

    /** The same by all searches, which {@link #text} spares what cannot be found by any. */
    String searched(String text) {
        return text.length() < SHORTEST ? scrubber.text(text) : clean(text, LAYERS, found);
    }

    /** Whether nothing in the text looks personal or secret. */
    public boolean isClean(String text) {
        return text(text).equals(text);
    }

    private String clean(String text, int layers, Consumer<Finding> told) {
        var open = Finder.SECRETS.replace(text, Scrubber.REDACTED, told);
        var plain = layers == 0
                ? open
                : Disguises.replace(open, said -> hides(said, layers, told) ? Scrubber.REDACTED : null);
        var known = Finder.PERSONAL.replace(plain, Scrubber.REDACTED, told);
        var clean = scrubber.text(known);
        for (int i = count(known); i < count(clean); i++) {
            told.accept(Finding.TOKEN);
        }
        return clean;
    }

    private boolean hides(String said, int layers, Consumer<Finding> told) {
        var findings = new int[1];
        clean(said, layers - 1, finding -> {
            findings[0]++;
            told.accept(finding);
        });
        return findings[0] > 0;
    }

    private static int count(String text) {
        int count = 0;
        for (int at = text.indexOf(Scrubber.REDACTED); at >= 0; at = text.indexOf(Scrubber.REDACTED, at + 1)) {
            count++;
        }
        return count;
    }
}
