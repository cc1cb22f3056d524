package dev.candor.server.admin;

import static dev.candor.server.admin.Html.escape;

import dev.candor.event.Versions;
import dev.candor.server.consent.Answer;
import dev.candor.server.consent.Sharing;
import dev.candor.server.privacy.Times;
import dev.candor.server.store.Statistics;
import dev.candor.server.store.StoreFullException;

/** The admin's pages as HTML. They work without scripts, and load nothing but their style sheet. */
public final class AdminPage {
    private AdminPage() {}

    /**
     * The form that asks for the token.
     *
     * @param problem what was wrong with the last try, or empty
     */
    public static String signIn(String problem) {
        var alert = problem.isEmpty() ? "" : "<p class=\"alert\" role=\"alert\">" + escape(problem) + "</p>";
        return page("Sign in", """
                <main class="narrow">
                <h1>Sign in</h1>
                %s
                <form method="post" action="/admin/sign-in">
                <p><label for="token">Admin token</label>
                <input id="token" name="token" type="password" autocomplete="current-password" required aria-describedby="token-hint"></p>
                <p id="token-hint" class="hint">It is CANDOR_ADMIN_TOKEN, or was printed at the first start and stands in the file admin-token of the data directory.</p>
                <p><button>Sign in</button></p>
                </form>
                </main>
                """.formatted(alert));
    }

    public static String settings(AdminView view) {
        return page("General", """
                %s
                <main>
                <h1>General</h1>
                %s
                %s
                %s
                <section aria-labelledby="sent"><h2 id="sent">What is sent</h2>
                <p>All that can be sent, and why: the <a href="/dictionary">data dictionary</a>.</p>
                %s
                %s
                %s
                %s
                %s
                %s
                </section>
                <section aria-labelledby="days"><h2 id="days">The last days</h2>
                %s
                </section>
                </main>
                """.formatted(
                        bar(view.formToken()),
                        notice(view),
                        question(view),
                        form(view),
                        news(view),
                        where(view),
                        keepAlive(view),
                        AdminEvents.setAside(view, token(view)),
                        AdminEvents.latest(view),
                        scrubbed(view),
                        new StatisticsView(view.statistics()).ofInstance()));
    }

    /** The collector's page. */
    public static String statistics(Statistics statistics, String formToken) {
        return page("Instances", """
                %s
                <main>
                <h1>Instances</h1>
                <h2>The last days</h2>
                %s
                </main>
                """.formatted(bar(formToken), new StatisticsView(statistics).ofCollector()));
    }

    private static String bar(String formToken) {
        return """
                <header class="bar"><p class="brand">Admin settings</p>
                <form method="post" action="/admin/sign-out">%s<button class="quiet">Sign out</button></form></header>
                """.formatted(token(formToken));
    }

    private static String notice(AdminView view) {
        return view.notice().isEmpty() ? "" : "<p class=\"notice\" role=\"status\">" + escape(view.notice()) + "</p>";
    }

    /** At the first visit, before anyone has answered: no and yes look and work alike. */
    private static String question(AdminView view) {
        if (view.answer() != Answer.UNSET || view.lock() != null) {
            return "";
        }
        return """
                <section class="card" aria-labelledby="question"><h2 id="question">Share anonymous usage data?</h2>
                <p>It helps the makers of this product see which parts are used. No names, no text, no addresses leave; each visitor is asked as well, and this page shows every event. Until you answer, only the keep-alive is sent.</p>
                <p><a href="/dictionary">What would be sent</a></p>
                <form method="post" action="/admin/general">%s
                <p class="answers"><button class="second" name="share" value="off">No, don’t share</button>
                <button class="second" name="share" value="on">Yes, share</button></p></form></section>
                """.formatted(token(view));
    }

    private static String form(AdminView view) {
        var locked = view.lock() != null;
        return """
                <section class="card" aria-label="Usage data">
                <form method="post" action="/admin/general">
                %s
                <p class="switch"><input type="checkbox" role="switch" id="share" name="share" value="on" aria-describedby="share-hint"%s%s>
                <label for="share">Share anonymous usage data</label></p>
                <p id="share-hint" class="hint">%s</p>
                <p><button%s>Save</button></p>
                </form></section>
                """.formatted(
                        token(view),
                        view.sharing() ? " checked" : "",
                        locked ? " disabled" : "",
                        hint(view),
                        locked ? " disabled" : "");
    }

    private static String hint(AdminView view) {
        var lock = view.lock();
        if (lock != null) {
            return "Nothing is sent, and nothing is kept: <code>%s</code> is set in %s. Remove it there and restart to use this switch."
                    .formatted(
                            escape(lock.variable()),
                            lock.in().equals("environment") ? "the server’s environment" : "<code>docker.env</code>");
        }
        if (view.answer() == Answer.UNSET) {
            return "Nobody has answered yet, so only the keep-alive is sent. Saving takes effect at once.";
        }
        return view.sharing()
                ? "Visitors are asked, and only those who agree are counted. Saving takes effect at once: turned off, nothing is sent, and what is kept here is deleted."
                : "Nothing is sent, and nothing is kept. Saving takes effect at once, and writes <code>%s</code> into docker.env."
                        .formatted(Sharing.FILE_VARIABLE);
    }

    private static String news(AdminView view) {
        if (view.news().isEmpty()) {
            return "";
        }
        var list = new StringBuilder(
                "<details class=\"event\"><summary><b>New in version %d</b> <span class=\"state\">visitors are asked again</span></summary><ul>"
                        .formatted(Versions.POLICY));
        view.news()
                .forEach(field -> list.append(
                        "<li><code>%s</code> %s</li>".formatted(escape(field.name()), escape(field.what()))));
        return list.append("</ul></details>").toString();
    }

    private static String where(AdminView view) {
        var counts = view.counts();
        var to = view.upstream() == null
                ? "No collector is set (CANDOR_UPSTREAM_URL), so events stay on this machine."
                : "Events go to <code>%s</code>.".formatted(escape(view.upstream()));
        var trouble = view.trouble() == null
                ? ""
                : "<p class=\"alert\">The last try failed: %s. It is tried again.</p>"
                        .formatted(escape(view.trouble()));
        return "<p>%s %d waiting, %d sent, %d refused; %d %% of the store (CANDOR_STORE_MAX) is in use.</p>%s%s"
                .formatted(
                        to,
                        counts.waiting(),
                        counts.relayed(),
                        counts.refused(),
                        view.space().percent(),
                        trouble,
                        store(view));
    }

    /** Nothing that waits is deleted to make room: the admin has to know. */
    private static String store(AdminView view) {
        var trouble = view.space().trouble();
        if (trouble == null) {
            return "";
        }
        var help = "";
        if (trouble.equals(StoreFullException.REASON)) {
            help = view.upstream() == null
                    ? " Without a collector nothing may go to make room. Set CANDOR_UPSTREAM_URL or a larger CANDOR_STORE_MAX and restart."
                    : " What the collector has taken goes first; until it takes more, a larger CANDOR_STORE_MAX helps.";
        }
        return "<p class=\"alert\">Events are not taken: %s.%s</p>".formatted(escape(trouble), help);
    }

    private static String keepAlive(AdminView view) {
        return view.keepAlive()
                .map(next -> """
                        <details class="event"><summary><b>Next keep-alive</b> <time datetime="%1$s">%3$s</time></summary>
                        <pre tabindex="0" aria-label="The next keep-alive"><code>%2$s</code></pre></details>
                        """.formatted(
                                Times.iso(next.due()), escape(next.json()), AdminEvents.moment(Times.iso(next.due()))))
                .orElse("<p>No keep-alive is sent.</p>");
    }

    /** What got as far as the last line: the admin should know that some sender passes on what it should not. */
    private static String scrubbed(AdminView view) {
        if (view.scrubbed().isEmpty()) {
            return "<h3>Taken out by the scrubber</h3><p>Nothing since the start.</p>";
        }
        var rows = new StringBuilder(
                "<h3>Taken out by the scrubber</h3>"
                        + "<p class=\"alert\">Some page or server passes on what looks personal. It was taken out before anything was kept.</p>"
                        + "<table><thead><tr><th scope=\"col\">What it looked like</th><th scope=\"col\">Since the start</th></tr></thead><tbody>");
        view.scrubbed()
                .forEach((kind, count) ->
                        rows.append("<tr><td>%s</td><td>%d</td></tr>".formatted(escape(kind.words()), count)));
        return rows.append("</tbody></table>").toString();
    }

    private static String token(AdminView view) {
        return token(view.formToken());
    }

    private static String token(String formToken) {
        return "<input type=\"hidden\" name=\"csrf\" value=\"" + escape(formToken) + "\">";
    }

    private static String page(String title, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>%s · Admin settings</title>
                <link rel="stylesheet" href="/admin.css">
                </head>
                <body>
                %s</body>
                </html>
                """.formatted(escape(title), body);
    }
}
