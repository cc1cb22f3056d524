package dev.candor.server.dictionary;

import dev.candor.event.Kind;

/**
 * A field as people read of it.
 *
 * @param name its place in the event, such as {@code context.page.path}
 * @param what what it is, a sentence
 * @param why what it is collected for: goes on after "collected to"
 * @param kind what its values can be
 * @param example a value as JSON, such as {@code "/app/:id/edit"}
 * @param since the policy version that brought it
 */
public record DescribedField(String name, String what, String why, Kind kind, String example, int since) {
    /** The kind as people read it, such as {@code random id}. */
    public String kindInWords() {
        return switch (kind) {
            case OBJECT -> "object";
            case FIXED -> "fixed vocabulary";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case VERSION -> "version";
            case TIME -> "time";
            case ROUTE -> "route template";
            case RANDOM_ID -> "random id";
            case SCRUBBED -> "scrubbed text";
            case LABELS -> "labels";
            case TYPED -> "typed by a person, as a keyed hash";
        };
    }
}
