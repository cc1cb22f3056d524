package dev.candor.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Counts events by day while they are stored, and writes what came together in one group once, before it is committed: a few
 * statements a group, however many events it has. On the writer's thread alone.
 */
final class DailyCounts {
    /** How long the counts of a day are kept, in days; what says it is older is taken for an event of today. */
    static final int KEPT_DAYS = 400;

    private static final int SECONDS_A_DAY = 86_400;
    private static final int MOST_REMEMBERED = 50_000;

    /** What is counted. */
    enum Kind {
        /** Events, by name. */
        EVENT,
        /** Instances with a keep-alive, by version. */
        ACTIVE,
        /** Instances whose first keep-alive it was. */
        NEW,
        /** Instances whose servers sent events that need the admin's yes. */
        SHARING;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A number of a day. */
    record Key(LocalDate day, Kind kind, String name) {}

    /** An instance was seen on a day. */
    record Sight(Kind kind, long instance, LocalDate day) {}

    private final Map<Key, Long> folded = new HashMap<>();
    private final Map<Sight, String> sights = new HashMap<>();
    /** Seen and committed today, so that the table need not be asked. */
    private final Set<Sight> known = new HashSet<>();

    private final Prepared prepared = new Prepared();

    private LocalDate today = LocalDate.MIN;

    /** An event was stored. */
    void add(Counted event, Instant now) {
        begin(now);
        var day = day(event);
        folded.merge(new Key(day, Kind.EVENT, event.name()), 1L, Long::sum);
        var instance = event.instance();
        if (instance != null) {
            var kind = event.isKeepAlive() ? Kind.ACTIVE : Kind.SHARING;
            var sight = new Sight(kind, Hashes.of(instance), day);
            if (!known.contains(sight)) {
                sights.putIfAbsent(sight, kind == Kind.ACTIVE ? event.version() : "");
            }
        }
    }

    /** An event was deleted because its visitor said so. */
    void subtract(Counted event, Instant now) {
        begin(now);
        folded.merge(new Key(day(event), Kind.EVENT, event.name()), -1L, Long::sum);
    }

    /** Nothing that was counted may stay. */
    void erase(Connection connection) throws SQLException {
        clear();
        DailyTable.erase(connection);
    }

    /** Nothing may stay but the numbers of that event. */
    void eraseAllBut(Connection connection, String event) throws SQLException {
        clear();
        DailyTable.eraseAllBut(connection, event);
    }

    /** Writes what the group counted, in its transaction. */
    void write(Connection connection) throws SQLException {
        for (var sight : sights.entrySet()) {
            DailyTable.see(connection, prepared, sight.getKey(), sight.getValue());
        }
        for (var count : folded.entrySet()) {
            if (count.getValue() != 0) {
                DailyTable.add(connection, prepared, count.getKey(), count.getValue());
            }
        }
    }

    /** The group's transaction ended. */
    void end(boolean committed) {
        if (committed) {
            sights.keySet().stream().filter(sight -> sight.day.equals(today)).forEach(known::add);
        }
        folded.clear();
        sights.clear();
    }

    private void begin(Instant now) {
        var day = day(now);
        if (!day.equals(today) || known.size() > MOST_REMEMBERED) {
            known.clear();
        }
        today = day;
    }

    private LocalDate day(Counted event) {
        var at = event.at();
        var day = at == null ? today : day(at);
        return day.isAfter(today) || day.isBefore(today.minusDays(KEPT_DAYS)) ? today : day;
    }

    /** Mostly it is today. */
    private LocalDate day(Instant at) {
        boolean isToday = Math.floorDiv(at.getEpochSecond(), SECONDS_A_DAY) == today.toEpochDay();
        return isToday ? today : LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private void clear() {
        folded.clear();
        sights.clear();
        known.clear();
    }
}
