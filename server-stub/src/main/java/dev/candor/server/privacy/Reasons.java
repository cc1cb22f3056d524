package dev.candor.server.privacy;

import dev.candor.event.Kind;

/** Why something was withheld, in the admin's words. */
public final class Reasons {
    public static final String UNKNOWN = "not in the data dictionary";
    public static final String IDENTITY = "ids and traits of people never leave";
    static final String NAME = "a property's name has to be a short label";
    static final String PERSONAL_NAME = "its name says that it is about a person";
    static final String NO_LABEL = "neither a boolean, nor a number, nor a short label without spaces";
    /** The id is of no random shape. */
    public static final String HASHED = "a keyed hash stands in its place, as it may be somebody's";

    static final String AT_HOME = "only a title of a page without ids, one-word campaigns and known browsers leave";
    static final String CLEANED = "in part: ids and what looks personal were replaced, the rest is kept";

    private Reasons() {}

    /** What a value of that kind has to be. */
    public static String of(Kind kind) {
        return switch (kind) {
            case OBJECT -> "has to be an object";
            case FIXED -> "has to be a short label, of the field's vocabulary where there is one";
            case NUMBER -> "has to be a number below 100,000,000,000,000";
            case BOOLEAN -> "has to be true or false";
            case VERSION -> "has to be a version such as 1.2.3";
            case TIME -> "has to be an ISO 8601 time";
            case SCRUBBED -> AT_HOME;
            case RANDOM_ID, ROUTE, TYPED, LABELS -> "has to be a text";
        };
    }
}
