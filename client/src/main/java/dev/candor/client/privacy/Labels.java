package dev.candor.client.privacy;

/**
 * Says what a developer may send as a property's value or an event's name. Words that a developer chose fit these rules; what a
 * person typed mostly does not, and is withheld.
 */
public final class Labels {
    /** How long a label and an event's name may be, in characters. */
    public static final int MAX_LENGTH = 64;

    // Not $, which in Java also stands before a last line break.
    private static final String END = "(?![\\s\\S])";

    private final Patterns patterns;
    private final Scrubber scrubber;

    public Labels(Patterns patterns, Scrubber scrubber) {
        this.patterns = patterns;
        this.scrubber = scrubber;
    }

    /**
     * Whether a text is a short label: 1 to 64 of {@code A–Z a–z 0–9 _ . : / + -}, without spaces, in which nothing looks
     * personal. {@code free-plan} is one, {@code Ann Smith} and {@code ann@example.org} are not.
     */
    public boolean isLabel(String text) {
        return patterns.matches("^[\\w.:/+-]{1,64}" + END, text) && scrubber.isClean(text);
    }

    /** Whether a number may be sent: finite, and short of the fifteen digits with which card numbers begin. */
    public boolean isNumber(double number) {
        return number > -1e14 && number < 1e14;
    }

    /**
     * Whether an event may have this name: up to 64 characters, words with single spaces between them, in which nothing looks
     * personal. {@code Item Purchased} is one.
     */
    public boolean isEventName(String text) {
        return patterns.matches("^(?=[\\s\\S]{1,64}" + END + ")[^\\x00- \\x7f]+(?: [^\\x00- \\x7f]+)*" + END, text)
                && scrubber.isClean(text);
    }

    /** Whether a property may have this name: as an event's, and none that stands for an object's prototype. */
    public boolean isKey(String text) {
        return isEventName(text) && !patterns.matches("^__|^constructor$|^prototype$", text);
    }

    /**
     * Whether an id may stand for a browser or an event: 1 to 100 of {@code A–Z a–z 0–9 _ . -} with a letter among them, so that
     * it is no address and no number that belongs to somebody.
     */
    public boolean isRandomId(String text) {
        return patterns.matches("^(?=[^a-z]{0,99}[a-z])[\\w.-]{1,100}" + END, text);
    }
}
