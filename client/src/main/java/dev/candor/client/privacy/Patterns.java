package dev.candor.client.privacy;

/**
 * Regular expressions as both {@code java.util.regex} and ECMAScript 5 read them, letters matched without regard to case
 * (ASCII only). Expressions here use no look-behind, no named group, no {@code \b} and no {@code \s}: the engines differ there.
 */
public interface Patterns {
    /** Whether the expression is found anywhere in the text; anchors in the expression narrow that down. */
    boolean matches(String regex, String text);

    /** The text with each match replaced; {@code $1} to {@code $9} in the replacement stand for groups. */
    String replaceAll(String regex, String text, String replacement);
}
