package dev.candor.server.privacy;

import dev.candor.client.privacy.Labels;
import dev.candor.client.privacy.Patterns;
import dev.candor.client.privacy.Scrubber;

/** The browser's rules for labels and names, with the server's scrubber behind them. */
public final class Words {
    private final Labels labels;
    private final DeepScrubber scrubber;

    public Words(Patterns patterns, DeepScrubber scrubber) {
        this.labels = new Labels(patterns, new Scrubber(patterns));
        this.scrubber = scrubber;
    }

    /** As {@link Labels#isLabel}. */
    public boolean isLabel(String text) {
        return scrubber.isClean(text) && labels.isLabel(text);
    }

    /** As {@link Labels#isNumber}. */
    public boolean isNumber(double number) {
        return labels.isNumber(number);
    }

    /** As {@link Labels#isEventName}. */
    public boolean isEventName(String text) {
        return scrubber.isClean(text) && labels.isEventName(text);
    }
}
