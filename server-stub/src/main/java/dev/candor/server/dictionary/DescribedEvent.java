package dev.candor.server.dictionary;

import java.util.List;

/**
 * An event as people read of it.
 *
 * @param name its name on the wire
 * @param what when it happens, a sentence
 * @param tier under which answers it leaves
 * @param fields its properties; what every event has stands apart
 * @param example one whole event as JSON
 */
public record DescribedEvent(String name, String what, Tier tier, List<DescribedField> fields, String example) {
    /** Under which answers an event leaves. */
    public enum Tier {
        KEEP_ALIVE("Unless telemetry is disabled or the admin said no."),
        SERVER("When the admin said yes."),
        BROWSER("When the admin said yes, the visitor said yes, and the browser sends no signal against it.");

        private final String sentWhen;

        Tier(String sentWhen) {
            this.sentWhen = sentWhen;
        }

        /** When events of this tier leave, a sentence. */
        public String sentWhen() {
            return sentWhen;
        }
    }
}
