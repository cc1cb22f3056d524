package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;

/**
 * What became of events, by their messageIds.
 *
 * @param sent the ids of those that were answered 200, or put into the outbox
 * @param stored the ids that the far end keeps, one for each time it keeps it
 */
public record Tally(List<String> sent, List<String> stored) {
    /** A random id by its shape, such as {@code a0000000-0000-4000-8000-000000000007}. */
    public static String id(char kind, int number) {
        return "%c0000000-0000-4000-8000-%012d".formatted(kind, number);
    }

    /** Prints one line, and is content only when all are there once. */
    public void assertNoneLostOrTwice(String what) {
        var distinct = new HashSet<>(stored);
        long lost = sent.stream().filter(id -> !distinct.contains(id)).count();
        int twice = stored.size() - distinct.size();
        System.out.printf(
                "%s: sent %d, stored %d, lost %d, twice %d%n", what, sent.size(), distinct.size(), lost, twice);
        assertThat(lost).as("lost").isZero();
        assertThat(twice).as("twice").isZero();
        assertThat(distinct).as("and nothing else").hasSameSizeAs(new HashSet<>(sent));
    }
}
