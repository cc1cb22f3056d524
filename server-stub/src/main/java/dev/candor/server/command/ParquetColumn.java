package dev.candor.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.candor.server.privacy.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.GZIPOutputStream;

/**
 * A column of a row group: holds its values until they are written as one page. Texts and JSON are byte arrays, times are milliseconds
 * since 1970 in UTC, numbers have 64 bits; what is absent is null, and so are a time outside of the years 1 to 9999, which not every
 * reader can hold, and a number that is not whole or has more than 64 bits.
 */
final class ParquetColumn {
    // The numbers by which Parquet knows types, encodings and codecs; ids of fields stand where they are used, as in
    // parquet.thrift.
    private static final int INT64 = 2;
    private static final int BYTE_ARRAY = 6;
    private static final int OPTIONAL = 1;
    private static final int DATA_PAGE = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int GZIP = 2;

    private static final int CONVERTED_UTF8 = 0;
    private static final int CONVERTED_MILLIS = 9;
    private static final int CONVERTED_JSON = 19;
    private static final int LOGICAL_STRING = 1;
    private static final int LOGICAL_TIMESTAMP = 8;
    private static final int LOGICAL_JSON = 12;

    private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

    private final Column column;
    private final BitSet present = new BitSet();
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private int rows;

    /** A page as it was written: what the footer says of it, its length in the file, and what that was before compression. */
    record Written(Thrift chunk, long bytes, long plainBytes) {}

    ParquetColumn(Column column) {
        this.column = column;
    }

    /** The column as the schema has it. */
    Thrift schema() {
        var element = new Thrift().i32(1, physical()).i32(3, OPTIONAL).text(4, column.name());
        return switch (column.type()) {
            case NUMBER -> element;
            case TEXT -> meaning(element, CONVERTED_UTF8, LOGICAL_STRING, new Thrift());
            case JSON -> meaning(element, CONVERTED_JSON, LOGICAL_JSON, new Thrift());
            case TIME -> meaning(element, CONVERTED_MILLIS, LOGICAL_TIMESTAMP, utcMillis());
        };
    }

    /** Said twice: for readers of before 2019, and for those of today. */
    private static Thrift meaning(Thrift element, int converted, int logical, Thrift parameters) {
        return element.i32(6, converted).struct(10, new Thrift().struct(logical, parameters));
    }

    private static Thrift utcMillis() {
        return new Thrift().isTrue(1).struct(2, new Thrift().struct(1, new Thrift()));
    }

    private int physical() {
        return column.type() == Column.Type.TIME || column.type() == Column.Type.NUMBER ? INT64 : BYTE_ARRAY;
    }

    /** Takes the value of one more row. */
    void add(JsonNode row) {
        var value = column.of(row);
        boolean isThere = value != null
                && switch (column.type()) {
                    case TEXT, JSON -> addBytes(Column.text(value).getBytes(StandardCharsets.UTF_8));
                    case TIME -> addTime(value);
                    case NUMBER ->
                        value.canConvertToExactIntegral()
                                && value.canConvertToLong()
                                && addNumber(value.longValue(), Long.BYTES);
                };
        present.set(rows++, isThere);
    }

    private boolean addBytes(byte[] bytes) {
        addNumber(bytes.length, Integer.BYTES);
        values.writeBytes(bytes);
        return true;
    }

    private boolean addTime(JsonNode value) {
        var time = Times.read(value.asText());
        return time != null
                && !time.isBefore(YEAR_1)
                && time.isBefore(YEAR_10000)
                && addNumber(time.toEpochMilli(), Long.BYTES);
    }

    private boolean addNumber(long number, int bytes) {
        littleEndian(values, number, bytes);
        return true;
    }

    static void littleEndian(ByteArrayOutputStream into, long number, int bytes) {
        for (int i = 0; i < bytes; i++) {
            into.write((int) (number >> (Byte.SIZE * i)));
        }
    }

    /** How many bytes of values wait. */
    int size() {
        return values.size();
    }

    /** Writes the values that wait, and forgets them. */
    Written write(OutputStream out, long position) throws IOException {
        var levels = levels();
        int plain = levels.size() + values.size();
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            levels.writeTo(gzip);
            values.writeTo(gzip);
        }
        var head = new Thrift()
                .i32(1, DATA_PAGE)
                .i32(2, plain)
                .i32(3, packed.size())
                .struct(5, new Thrift().i32(1, rows).i32(2, PLAIN).i32(3, RLE).i32(4, RLE))
                .toByteArray();
        out.write(head);
        packed.writeTo(out);
        long bytes = (long) head.length + packed.size();
        long plainBytes = (long) head.length + plain;
        var chunk = new Thrift()
                .i64(2, position)
                .struct(
                        3,
                        new Thrift()
                                .i32(1, physical())
                                .i32s(2, PLAIN, RLE)
                                .texts(3, column.name())
                                .i32(4, GZIP)
                                .i64(5, rows)
                                .i64(6, plainBytes)
                                .i64(7, bytes)
                                .i64(9, position));
        present.clear();
        values.reset();
        rows = 0;
        return new Written(chunk, bytes, plainBytes);
    }

    /** Which rows have a value: a bit each, as one run of the hybrid of RLE and packed bits, in groups of eight. */
    private ByteArrayOutputStream levels() {
        int groups = (rows + Byte.SIZE - 1) / Byte.SIZE;
        var run = new ByteArrayOutputStream();
        Thrift.varint(run, ((long) groups << 1) | 1);
        run.writeBytes(Arrays.copyOf(present.toByteArray(), groups));
        var levels = new ByteArrayOutputStream();
        littleEndian(levels, run.size(), Integer.BYTES);
        levels.writeBytes(run.toByteArray());
        return levels;
    }
}
