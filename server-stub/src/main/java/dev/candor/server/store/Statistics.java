package dev.candor.server.store;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of some days, UTC, by the day on which an instance took the event.
 *
 * @param first the first day
 * @param last the last day, which is not over
 * @param counts what was counted; a day without any has no line
 * @param lastSeen how many instances sent their last keep-alive so far on a day, from the one before the first on
 */
public record Statistics(LocalDate first, LocalDate last, List<Count> counts, Map<LocalDate, Long> lastSeen) {
    /**
     * So many of a kind on a day.
     *
     * @param kind {@code event} (by name), {@code active} (instances by version), {@code new} and {@code sharing} (instances),
     *     {@code answer} (visitors' answers: granted, denied, withdrawn)
     */
    public record Count(LocalDate day, String kind, String name, long count) {}

    /** Each of the days, oldest first. */
    public List<LocalDate> days() {
        return first.datesUntil(last.plusDays(1)).toList();
    }

    /** The numbers of a kind by name and day, the name with most first. */
    public Map<String, Map<LocalDate, Long>> byName(String kind) {
        var byName = new TreeMap<String, Map<LocalDate, Long>>();
        counts.stream()
                .filter(one -> one.kind.equals(kind))
                .forEach(one -> byName.computeIfAbsent(one.name, name -> new TreeMap<>())
                        .merge(one.day, one.count, Long::sum));
        var sorted = new LinkedHashMap<String, Map<LocalDate, Long>>();
        byName.entrySet().stream()
                .sorted(Comparator.comparingLong(one -> -sum(one.getValue())))
                .forEach(one -> sorted.put(one.getKey(), one.getValue()));
        return sorted;
    }

    /** How many of a kind there were on each day, whatever their name. */
    public Map<LocalDate, Long> byDay(String kind) {
        var byDay = new TreeMap<LocalDate, Long>();
        counts.stream().filter(one -> one.kind.equals(kind)).forEach(one -> byDay.merge(one.day, one.count, Long::sum));
        return byDay;
    }

    /** How many instances were there the day before and on that day not, nor later; of days that are over. */
    public Map<LocalDate, Long> gone() {
        var gone = new TreeMap<LocalDate, Long>();
        lastSeen.forEach((day, count) -> {
            var next = day.plusDays(1);
            if (next.isBefore(last) && !next.isBefore(first)) {
                gone.put(next, count);
            }
        });
        return gone;
    }

    public static long sum(Map<LocalDate, Long> byDay) {
        return byDay.values().stream().mapToLong(Long::longValue).sum();
    }
}
