package dev.candor.server.admin;

import dev.candor.server.http.Call;
import dev.candor.server.http.Reply;
import dev.candor.server.store.EventStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.TreeMap;

/** {@code /admin/statistics}: the numbers that the admin's page draws, to work with elsewhere. */
final class StatisticsHandler {
    static final int DAYS = 30;
    private static final int MOST_DAYS = 365;

    private final EventStore store;

    StatisticsHandler(EventStore store) {
        this.store = store;
    }

    /** How many days are asked for: 30, if it is not said or no number from 1 to 365. */
    static int days(Call call) {
        var days = call.query().getOrDefault("days", "");
        int given = days.matches("\\d{1,3}") ? Integer.parseInt(days) : 0;
        return given < 1 || given > MOST_DAYS ? DAYS : given;
    }

    /**
     * 200 with the numbers of {@code ?days=n} days, UTC: {@code
     * {"first":"2026-10-26","last":"2026-11-24","counts":[{"day":"2026-11-24","kind":"event","name":"CLICK","count":3}],"gone":{"2026-11-20":1}}}.
     * Kinds: event (by name), active (instances by version), new and sharing (instances), answer (of visitors).
     */
    Reply show(Call call) throws IOException {
        var statistics = store.statistics(days(call));
        var counts = statistics.counts().stream()
                .map(one -> {
                    var count = new LinkedHashMap<String, Object>();
                    count.put("day", one.day().toString());
                    count.put("kind", one.kind());
                    count.put("name", one.name());
                    count.put("count", one.count());
                    return count;
                })
                .toList();
        var gone = new TreeMap<String, Long>();
        statistics.gone().forEach((day, count) -> gone.put(day.toString(), count));
        var shown = new LinkedHashMap<String, Object>();
        shown.put("first", statistics.first().toString());
        shown.put("last", statistics.last().toString());
        shown.put("counts", counts);
        shown.put("gone", gone);
        return Reply.json(200, shown).with("Cache-Control", "no-store");
    }
}
