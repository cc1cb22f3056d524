package dev.candor.event;

/** What the values of a field can be. Decides what happens to a value before it leaves the instance. */
public enum Kind {
    /** An object or a list whose own fields are described one by one. */
    OBJECT,
    /** One of a few values that Candor or the product's developers chose. */
    FIXED,
    /** A number. */
    NUMBER,
    /** True or false. */
    BOOLEAN,
    /** The version of a piece of software. */
    VERSION,
    /** A moment in time, ISO 8601 in UTC with milliseconds. */
    TIME,
    /** A path or address whose ids have been replaced, such as {@code /app/:id/edit}. */
    ROUTE,
    /** Random, made by Candor or the product; names nobody. */
    RANDOM_ID,
    /** Text of the page or browser, passed on only after whatever looks personal is replaced. */
    SCRUBBED,
    /** Booleans, numbers and one-word labels that the product's developers chose; anything else is withheld. */
    LABELS,
    /** Typed by a person or naming one: leaves only as a keyed hash whose key never leaves the instance. */
    TYPED
}
