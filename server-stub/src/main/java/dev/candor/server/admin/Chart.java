package dev.candor.server.admin;

import static dev.candor.server.admin.Html.escape;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Bars of each day, one colour a name, as inline SVG that no script draws; the same numbers stand in a table below it. Words and
 * numbers are HTML, so that they are of one size on every screen; the picture takes what room there is.
 */
final class Chart {
    private static final int MOST_COLOURS = 6;
    private static final int HEIGHT = 100;
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    private final String id;
    private final String title;
    private final List<LocalDate> days;
    private final Map<String, Map<LocalDate, Long>> up = new LinkedHashMap<>();
    private final Map<String, Map<LocalDate, Long>> down = new LinkedHashMap<>();
    private boolean addsUp = true;

    /** @param id for what refers to it within the page */
    Chart(String id, String title, List<LocalDate> days) {
        this.id = id;
        this.title = title;
        this.days = days;
    }

    /** Bars that stand on the line, on those that are there already. */
    Chart up(String name, Map<LocalDate, Long> counts) {
        up.put(name, counts);
        return this;
    }

    /** The same for many names, those with most first; what has no colour of its own any more is one of them, called others. */
    Chart up(Map<String, Map<LocalDate, Long>> byName) {
        var others = new TreeMap<LocalDate, Long>();
        byName.forEach((name, counts) -> {
            if (up.size() < MOST_COLOURS - 1 || byName.size() <= MOST_COLOURS) {
                up(name, counts);
            } else {
                counts.forEach((day, count) -> others.merge(day, count, Long::sum));
            }
        });
        return others.isEmpty() ? this : up("others", others);
    }

    /** Bars that hang from the line. */
    Chart down(String name, Map<LocalDate, Long> counts) {
        down.put(name, counts);
        return this;
    }

    /** What is there on one day and on the next is the same thing, so nothing is added up. */
    Chart ofThingsThatStay() {
        addsUp = false;
        return this;
    }

    String html() {
        if (up.isEmpty() && down.isEmpty()) {
            return "<h3>%s</h3><p>Nothing in these days.</p>\n".formatted(escape(title));
        }
        return """
                <figure class="chart"><figcaption><h3 id="%1$s">%2$s</h3>%3$s</figcaption>
                <div class="plot%12$s"><span class="most" aria-hidden="true">%4$s</span>
                <svg viewBox="0 0 %5$d %6$d" preserveAspectRatio="none" role="img" aria-labelledby="%1$s %1$s-what"><desc id="%1$s-what">%7$s</desc>
                %8$s</svg>%9$s</div>
                <div class="days" aria-hidden="true">%10$s</div>
                %11$s</figure>
                """.formatted(
                id,
                escape(title),
                legend(),
                number(most(up)),
                days.size() * 10,
                HEIGHT,
                escape(described()),
                bars(),
                down.isEmpty() ? "" : "<span class=\"least\" aria-hidden=\"true\">" + number(most(down)) + "</span>",
                ticks(),
                table(),
                down.isEmpty() ? "" : " both");
    }

    /** In words, for who does not see it: how much in all, and when most. */
    private String described() {
        var parts = new ArrayList<String>();
        names().forEach((name, counts) -> parts.add((addsUp ? number(sum(counts)) + " " : "") + name));
        return "%s to %s: %s. The most on a day: %s."
                .formatted(days.get(0), days.get(days.size() - 1), String.join(", ", parts), number(most(up)));
    }

    private Map<String, Map<LocalDate, Long>> names() {
        var names = new LinkedHashMap<>(up);
        names.putAll(down);
        return names;
    }

    private String legend() {
        var items = new StringBuilder("<ul class=\"legend\">");
        int colour = 0;
        for (var one : names().entrySet()) {
            items.append(
                    "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"c%d\" width=\"10\" height=\"10\"/></svg>%s%s</li>"
                            .formatted(
                                    colour++,
                                    escape(one.getKey()),
                                    addsUp ? " <b>" + number(sum(one.getValue())) + "</b>" : ""));
        }
        return items.append("</ul>").toString();
    }

    private String bars() {
        long whole = Math.max(1, most(up) + most(down));
        double line = (double) HEIGHT * most(up) / whole;
        var bars = new StringBuilder();
        for (int i = 0; i < days.size(); i++) {
            var day = days.get(i);
            if (on(up, day) + on(down, day) > 0) {
                bars.append("<g><title>").append(escape(said(day))).append("</title>");
                bars.append("<rect class=\"hit\" x=\"%d\" width=\"10\" height=\"%d\"/>".formatted(i * 10, HEIGHT));
                bar(bars, i, up, day, line, -1.0 * HEIGHT / whole);
                bar(bars, i, down, day, line, 1.0 * HEIGHT / whole);
                bars.append("</g>\n");
            }
        }
        return bars.append("<line x2=\"%d\" y1=\"%.2f\" y2=\"%.2f\"/>".formatted(days.size() * 10, line, line))
                .toString();
    }

    /** One day's bars, from the line in a direction. */
    private void bar(
            StringBuilder bars,
            int place,
            Map<String, Map<LocalDate, Long>> of,
            LocalDate day,
            double line,
            double unit) {
        int colour = unit < 0 ? 0 : up.size();
        double at = line;
        for (var counts : of.values()) {
            double size = counts.getOrDefault(day, 0L) * unit;
            if (size != 0) {
                bars.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"c%d\" x=\"%d\" y=\"%.2f\" width=\"8\" height=\"%.2f\"/>",
                        colour,
                        place * 10 + 1,
                        Math.max(0, Math.min(at, at + size)),
                        Math.abs(size)));
            }
            at += size;
            colour++;
        }
    }

    private String said(LocalDate day) {
        var parts = new ArrayList<String>();
        names().forEach((name, counts) -> {
            long count = counts.getOrDefault(day, 0L);
            if (count > 0) {
                parts.add(number(count) + " " + name);
            }
        });
        return day + ": " + String.join(", ", parts);
    }

    private String ticks() {
        var ticks = new StringBuilder();
        int last = days.size() - 1;
        for (int i : new int[] {0, last / 2, last}) {
            ticks.append("<span>").append(SHORT.format(days.get(i))).append("</span>");
        }
        return ticks.toString();
    }

    /** Newest first; a day without any is left out. */
    private String table() {
        var table = new StringBuilder(
                        "<details><summary>As a table</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .append(escape(title))
                .append("\"><table><thead><tr><th scope=\"col\">Day</th>");
        names().keySet()
                .forEach(name ->
                        table.append("<th scope=\"col\">").append(escape(name)).append("</th>"));
        table.append("</tr></thead><tbody>");
        for (int i = days.size() - 1; i >= 0; i--) {
            var day = days.get(i);
            if (on(up, day) + on(down, day) > 0) {
                table.append("<tr><th scope=\"row\">").append(day).append("</th>");
                names().values()
                        .forEach(counts -> table.append("<td>")
                                .append(number(counts.getOrDefault(day, 0L)))
                                .append("</td>"));
                table.append("</tr>");
            }
        }
        return table.append("</tbody></table></div></details>").toString();
    }

    private long most(Map<String, Map<LocalDate, Long>> of) {
        return days.stream().mapToLong(day -> on(of, day)).max().orElse(0);
    }

    private static long on(Map<String, Map<LocalDate, Long>> of, LocalDate day) {
        return of.values().stream()
                .mapToLong(counts -> counts.getOrDefault(day, 0L))
                .sum();
    }

    private static long sum(Map<LocalDate, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
