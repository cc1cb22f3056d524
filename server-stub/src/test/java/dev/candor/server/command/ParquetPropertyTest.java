package dev.candor.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Whatever is written, as Parquet and as CSV, is read as it was, and both are the same. */
class ParquetPropertyTest {
    private static final String[] PARTS = {
        "a", "", " ", "\"", ",", "\r\n", "\n", "'", "\\", "é", "漢", "🙂", "null", "NULL", "0"
    };
    private static final long YEAR_1 = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long YEAR_10000 =
            Instant.parse("+10000-01-01T00:00:00Z").toEpochMilli();

    private final Columns columns = new Columns();
    private final List<List<@Nullable String>> expected = new ArrayList<>();

    @Property(tries = 100)
    void everyValueIsReadAsItWasWritten(
            @ForAll @IntRange(max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 20) int groupRows,
            @ForAll Random random)
            throws Exception {
        var parquet = Files.createTempFile("candor", ".parquet");
        var csv = Files.createTempFile("candor", ".csv");
        expected.clear();
        try (var reader = new ParquetReader()) {
            write(parquet, csv, rows, groupRows, random);
            assertThat(reader.rows(parquet)).isEqualTo(expected);
            assertThat(reader.differences(csv, parquet)).isZero();
        } finally {
            Files.delete(parquet);
            Files.delete(csv);
        }
    }

    private void write(Path parquet, Path csv, int rows, int groupRows, Random random) throws IOException {
        try (var toParquet = Files.newOutputStream(parquet);
                var toCsv = Files.newOutputStream(csv)) {
            var forms = List.of(new Parquet(toParquet, groupRows, Long.MAX_VALUE), new Csv(toCsv));
            for (int i = 0; i < rows; i++) {
                var event = event(random);
                for (var form : forms) {
                    form.write(event);
                }
            }
            for (var form : forms) {
                form.end();
            }
        }
    }

    /** Each field is absent, null or has a value; what is to be read of it is noted. */
    private KeptEvent event(Random random) {
        var event = JsonNodeFactory.instance.objectNode();
        var values = new ArrayList<@Nullable String>();
        for (var column : columns.all().subList(0, columns.all().size() - 1)) {
            var parent = event;
            var names = column.name().split("\\.", -1);
            for (int i = 0; i < names.length - 1; i++) {
                parent = parent.withObjectProperty(names[i]);
            }
            values.add(
                    random.nextInt(4) == 0
                            ? absent(parent, names[names.length - 1], random)
                            : value(column, parent, names[names.length - 1], random));
        }
        var state = List.of("waiting", "relayed", "refused").get(random.nextInt(3));
        values.add(state);
        expected.add(values);
        return new KeptEvent(1, event.toString(), "[]", state, null);
    }

    private static @Nullable String absent(ObjectNode parent, String name, Random random) {
        if (random.nextBoolean()) {
            parent.putNull(name);
        }
        return null;
    }

    private static String value(Column column, ObjectNode parent, String name, Random random) {
        switch (column.type()) {
            case TEXT -> {
                var text = text(random);
                parent.put(name, text);
                return text;
            }
            case JSON -> {
                parent.putObject(name).put("a", text(random)).put("b", random.nextInt());
                return parent.get(name).toString();
            }
            case NUMBER -> {
                parent.put(name, random.nextLong());
                return parent.get(name).asText();
            }
            case TIME -> {
                long ms = random.nextLong(YEAR_1, YEAR_10000);
                parent.put(name, Instant.ofEpochMilli(ms).toString());
                return Long.toString(ms);
            }
        }
        throw new AssertionError(column);
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int parts = random.nextInt(5); parts > 0; parts--) {
            text.append(
                    random.nextInt(8) == 0 ? "long ".repeat(random.nextInt(200)) : PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }
}
