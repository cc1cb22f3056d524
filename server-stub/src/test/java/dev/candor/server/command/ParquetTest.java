package dev.candor.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.store.KeptEvent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written as Parquet is read as it was; the other reader is DuckDB. */
class ParquetTest {
    @TempDir
    Path dir;

    private ParquetReader reader;

    @BeforeEach
    void open() throws Exception {
        reader = new ParquetReader();
    }

    @AfterEach
    void close() throws Exception {
        reader.close();
    }

    private interface Made {
        Form by(OutputStream out) throws IOException;
    }

    private Path file(String name, Made form, long rows, LongFunction<String> json) throws IOException {
        var file = dir.resolve(name);
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            var writer = form.by(out);
            for (long i = 0; i < rows; i++) {
                writer.write(new KeptEvent(i + 1, json.apply(i), "[]", "waiting", null));
            }
            writer.end();
        }
        return file;
    }

    private Path parquet(String... events) throws IOException {
        return file("events.parquet", Parquet::new, events.length, i -> events[(int) i]);
    }

    /** What a column of a file of one event has. */
    private @Nullable String value(String event, String column) throws Exception {
        var file = parquet(event);
        var names = reader.columns(file).stream().map(it -> it.get(0)).toList();
        return reader.rows(file).get(0).get(names.indexOf(column));
    }

    @Test
    void columnsAreThoseOfTheRowsWithTheirTypes() throws Exception {
        var columns = reader.columns(parquet("{}"));
        var csv = file("events.csv", Csv::new, 0, i -> "");
        assertThat(Files.readString(csv))
                .isEqualTo(
                        String.join(",", columns.stream().map(it -> it.get(0)).toList()) + "\r\n");
        assertThat(columns)
                .contains(
                        List.of("context.page.path", "VARCHAR"),
                        List.of("context.candor.lost", "BIGINT"),
                        List.of("properties", "JSON"),
                        List.of("timestamp", "TIMESTAMP WITH TIME ZONE"),
                        List.of("state", "VARCHAR"));
    }

    @Test
    void noEventsAreAFileWithoutRows() throws Exception {
        var file = parquet();
        assertThat(reader.rows(file)).isEmpty();
        assertThat(reader.columns(file)).hasSizeGreaterThan(30);
        assertThat(reader.groups(file)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "{}, absent",
                "'{\"event\":null}', absent",
                "'{\"event\":\"\"}', ''",
                "'{\"event\":\"null\"}', 'null'",
                "'{\"event\":\"Größe 漢字 🙂 \\\"a\\\"\"}', 'Größe 漢字 🙂 \"a\"'",
                "'{\"event\":\"two\\r\\nlines\\u0000\"}', 'two\r\nlines\0'",
                "'{\"event\":7}', 7",
                "'{\"event\":{\"a\":[1]}}', '{\"a\":[1]}'",
            })
    void anAbsentTextIsNullAndAnEmptyOneEmpty(String event, @Nullable String expected) throws Exception {
        assertThat(value(event, "event")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "2026-11-24T10:00:00.750Z, 1795514400750",
                "1969-12-31T23:59:59.999Z, -1",
                "0001-01-01T00:00:00.000Z, -62135596800000",
                "0000-12-31T23:59:59.999Z, null",
                "9999-12-31T23:59:59.999Z, 253402300799999",
                "+10000-01-01T00:00:00.000Z, null",
                "+999999999-12-31T23:59:59.999Z, null",
                "-999999999-01-01T00:00:00.000Z, null",
                "yesterday, null",
            })
    void aTimeThatNotEveryReaderHoldsIsNull(String time, @Nullable String ms) throws Exception {
        assertThat(value("{\"sentAt\":\"" + time + "\"}", "sentAt")).isEqualTo(ms);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "3, 3",
                "3.0, 3",
                "-1, -1",
                "99999999999999, 99999999999999",
                "1.5, null",
                "\"3\", null",
                "1e30, null"
            })
    void aNumberThatIsNotWholeIsNull(String number, @Nullable String expected) throws Exception {
        assertThat(value("{\"context\":{\"candor\":{\"lost\":" + number + "}}}", "context.candor.lost"))
                .isEqualTo(expected);
    }

    @Test
    void propertiesAreAskedAsJson() throws Exception {
        var file = parquet("{\"properties\":{\"plan\":\"free\",\"pages\":3}}");
        assertThat(reader.ask("SELECT properties->>'plan', (properties->>'pages')::INT, state FROM '" + file + "'"))
                .containsExactly(List.of("free", "3", "waiting"));
    }

    @Test
    void manyRowsAreThoseOfTheOtherFormatsInTheirOrder() throws Exception {
        int rows = 200_001;
        LongFunction<String> event = i -> "{\"event\":\"%s\",\"messageId\":\"%d\",\"timestamp\":\"%s\"}"
                .formatted(i % 3 == 0 ? "CLICK" : "", i, Instant.ofEpochMilli(1_795_514_400_000L + 777 * i));
        var parquet = file("many.parquet", Parquet::new, rows, event);
        assertThat(reader.groups(parquet)).containsExactly("100000", "100000", "1");
        var csv = file("many.csv", Csv::new, rows, event);
        assertThat(reader.differences(csv, parquet)).isZero();
        assertThat(reader.ask("SELECT count(*), count(DISTINCT \"messageId\") FROM '" + parquet + "'"))
                .containsExactly(List.of("200001", "200001"));
        assertThat(Files.size(parquet)).isLessThan(Files.size(csv) / 5);
    }

    @Test
    void largeEventsMakeSmallGroups() throws Exception {
        var large = "x".repeat(100_000);
        var file = file("large.parquet", Parquet::new, 400, i -> "{\"properties\":{\"a\":\"" + i + large + "\"}}");
        assertThat(reader.groups(file)).containsExactly("168", "168", "64");
        assertThat(reader.ask("SELECT count(DISTINCT properties->>'a') FROM '" + file + "'"))
                .containsExactly(List.of("400"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 16})
    void eachRowIsNullOrNotByItself(int groupRows) throws Exception {
        for (int rows = 1; rows <= 17; rows++) {
            var file = file(
                    rows + ".parquet",
                    out -> new Parquet(out, groupRows, Long.MAX_VALUE),
                    rows,
                    i -> i % 5 == 2 || i > 11 ? "{}" : "{\"event\":\"" + i + "\"}");
            var events = reader.ask("SELECT event FROM '" + file + "'").stream()
                    .map(row -> row.get(0))
                    .toList();
            var expected = IntStream.range(0, rows)
                    .mapToObj(i -> i % 5 == 2 || i > 11 ? null : Integer.toString(i))
                    .toList();
            assertThat(events).as(rows + " rows").isEqualTo(expected);
        }
    }
}
