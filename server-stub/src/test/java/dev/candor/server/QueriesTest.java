package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.endtoend.Documents;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries of {@code docs/queries.md} are run as they stand, on what {@code export} writes; each has to find something. */
class QueriesTest {
    @TempDir
    Path dir;

    private final FakeClock clock = new FakeClock("2026-11-02T10:00:00Z");
    private int events;

    private void relay(TestServer collector, char instance, String event, String properties) throws Exception {
        var id = Tally.id(instance, 1);
        var browser = event.endsWith("PAGE_LOAD") || event.equals("DEPLOY");
        collector.post(
                "/v1/t",
                "{\"event\":\"%s\",\"messageId\":\"%s\",\"receivedAt\":\"%s\",\"userId\":%s,\"properties\":%s%s,\"context\":{\"library\":{\"name\":\"candor\",\"version\":\"0.1.0\"},\"page\":{\"path\":\"/app/:id/edit\"}}}"
                        .formatted(
                                event,
                                Tally.id('e', ++events),
                                clock.instant(),
                                browser ? "null" : "\"" + id + "\"",
                                properties.replace("ID", id),
                                browser ? ",\"anonymousId\":\"" + Tally.id('f', instance) + "\"" : ""));
    }

    private void export() throws Exception {
        try (var collector = TestServer.start(dir, clock, "CANDOR_ROLE", "collector")) {
            for (int week = 0; week < 3; week++) {
                for (char instance : "abc".substring(week).toCharArray()) {
                    relay(collector, instance, "Instance Active", "{\"instanceId\":\"ID\"}");
                    relay(collector, instance, "EDITOR_PAGE_LOAD", "{}");
                    clock.advance(Duration.ofMinutes(1));
                    relay(collector, instance, "DEPLOY", "{\"target\":\"production\"}");
                    relay(
                            collector,
                            instance,
                            "execute_ACTION_TRIGGERED",
                            "{\"pluginName\":\"PostgreSQL\",\"isSuccessfulExecution\":" + (week > 0)
                                    + ",\"timeElapsed\":12}");
                }
                clock.advance(Duration.ofDays(7));
            }
        }
        var said = new PrintWriter(new StringWriter());
        for (var format : new String[] {"ndjson", "csv", "parquet"}) {
            assertThat(Commands.line(Map.of(), dir, () -> 7)
                            .setErr(said)
                            .execute(
                                    "export",
                                    "--format",
                                    format,
                                    "-o",
                                    dir.resolve("events." + format).toString()))
                    .isZero();
        }
    }

    @Test
    void everyQueryFindsSomething() throws Exception {
        export();
        var queries = Documents.blocks("duckdb");
        assertThat(queries).hasSizeGreaterThan(8);
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            for (var query : queries) {
                assertThat(finds(statement, query.text())).as(query.toString()).isTrue();
            }
        }
        assertThat(dir.resolve("once.parquet")).isNotEmptyFile();
    }

    /** Files are named as in the document, and lie in this test's folder. */
    private boolean finds(Statement statement, String query) throws SQLException {
        boolean found = statement.execute(query.replaceAll("'([a-z*]+\\.(?:ndjson|csv|parquet))'", "'" + dir + "/$1'"));
        if (!found) {
            return true;
        }
        try (var rows = statement.getResultSet()) {
            return rows.next() && rows.getObject(1) != null;
        }
    }
}
