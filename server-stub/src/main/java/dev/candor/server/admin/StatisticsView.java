package dev.candor.server.admin;

import static dev.candor.server.admin.Chart.number;

import dev.candor.event.InstanceActive;
import dev.candor.server.store.Statistics;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the data is for: the numbers of the last days as figures and charts. */
final class StatisticsView {
    private static final List<Integer> SPANS = List.of(30, 90, 365);

    private final Statistics statistics;
    private final List<LocalDate> days;

    StatisticsView(Statistics statistics) {
        this.statistics = statistics;
        this.days = statistics.days();
    }

    /** The links to other spans of days. */
    private String spans() {
        var links = new ArrayList<String>();
        for (int span : SPANS) {
            links.add(
                    span == days.size()
                            ? "<b aria-current=\"page\">%d days</b>".formatted(span)
                            : "<a href=\"/admin?days=%1$d\">%1$d days</a>".formatted(span));
        }
        return "<nav class=\"spans\" aria-label=\"Days shown\">" + String.join(" ", links) + "</nav>";
    }

    /** Of an instance: what its visitors did, and what they answered. */
    String ofInstance() {
        var answers = statistics.byName("answer");
        var granted = answers.getOrDefault("granted", Map.of());
        var denied = answers.getOrDefault("denied", Map.of());
        long yes = Statistics.sum(granted);
        long all = yes + Statistics.sum(denied);
        long withdrawn = Statistics.sum(answers.getOrDefault("withdrawn", Map.of()));
        var chart = new Chart("answers-a-day", "What visitors answered", days);
        if (all > 0) {
            chart.up("yes", granted).up("no", denied);
        }
        return spans()
                + figures(new String[][] {
                    {
                        "Events",
                        number(events().values().stream()
                                .mapToLong(Statistics::sum)
                                .sum())
                    },
                    {"Visitors who answered", number(all)},
                    {"Said yes", rate(yes, all)},
                    {"Withdrew", number(withdrawn)}
                })
                + eventsChart()
                + chart.html();
    }

    /** Of a collector: how many instances there are, in how many it may be known what happens, and what does. */
    String ofCollector() {
        var active = statistics.byDay("active");
        var sharing = statistics.byDay("sharing");
        var yesterday = statistics.last().minusDays(1);
        var gone = statistics.gone();
        var versions = new LinkedHashMap<String, Map<LocalDate, Long>>();
        statistics
                .byName("active")
                .forEach((version, counts) ->
                        versions.put(version.isEmpty() ? "without a version" : "version " + version, counts));
        return spans()
                + figures(new String[][] {
                    {"Active yesterday", number(active.getOrDefault(yesterday, 0L))},
                    {"Active today so far", number(active.getOrDefault(statistics.last(), 0L))},
                    {"New", number(Statistics.sum(statistics.byDay("new")))},
                    {"Gone", number(Statistics.sum(gone))},
                    {"Shared yesterday", rate(sharing.getOrDefault(yesterday, 0L), active.getOrDefault(yesterday, 0L))}
                })
                + new Chart("active", "Active instances", days)
                        .ofThingsThatStay()
                        .up(versions)
                        .html()
                + come(statistics.byDay("new"), gone)
                + "<p class=\"hint\">Gone: no keep-alive on that whole day, nor since.</p>"
                + consent(active, sharing)
                + eventsChart();
    }

    private String come(Map<LocalDate, Long> fresh, Map<LocalDate, Long> gone) {
        var chart = new Chart("new-and-gone", "New and gone", days);
        return (fresh.isEmpty() && gone.isEmpty()
                        ? chart
                        : chart.up("new", fresh).down("gone", gone))
                .html();
    }

    private String consent(Map<LocalDate, Long> active, Map<LocalDate, Long> sharing) {
        var silent = new TreeMap<LocalDate, Long>();
        active.forEach((day, count) -> silent.put(day, Math.max(0, count - sharing.getOrDefault(day, 0L))));
        var chart = new Chart("consent", "Consent of instances", days).ofThingsThatStay();
        return (active.isEmpty() ? chart : chart.up("share", sharing).up("keep-alive alone", silent)).html()
                + "<p class=\"hint\">An instance shares on days on which its server sent events that need its admin’s yes; events of browsers"
                + " do not say where they come from, so those that send nothing else are missing here. What visitors answer is counted"
                + " in each instance’s own /admin, and never leaves it.</p>";
    }

    private String eventsChart() {
        return new Chart("events-a-day", "Events without keep-alives", days)
                .up(events())
                .html();
    }

    private Map<String, Map<LocalDate, Long>> events() {
        var events = new LinkedHashMap<>(statistics.byName("event"));
        events.remove(InstanceActive.EVENT);
        return events;
    }

    private static String figures(String[][] figures) {
        var list = new StringBuilder("<dl class=\"figures\">");
        for (var one : figures) {
            list.append("<div><dt>%s</dt><dd>%s</dd></div>".formatted(one[0], one[1]));
        }
        return list.append("</dl>\n").toString();
    }

    private static String rate(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%d %%", Math.round(100.0 * part / whole));
    }
}
