package dev.candor.server.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A struct as Thrift's compact protocol writes it, in which Parquet says what stands where. Fields are added in the order of their
 * ids.
 *
 * @see <a href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md">Thrift compact protocol</a>
 */
final class Thrift {
    private static final int TRUE = 1;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int SHORT_LIST = 15;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int last;

    Thrift isTrue(int id) {
        head(id, TRUE);
        return this;
    }

    Thrift i32(int id, int number) {
        head(id, I32);
        zigzag(number);
        return this;
    }

    Thrift i64(int id, long number) {
        head(id, I64);
        zigzag(number);
        return this;
    }

    Thrift text(int id, String text) {
        head(id, BINARY);
        put(text);
        return this;
    }

    Thrift struct(int id, Thrift struct) {
        head(id, STRUCT);
        bytes.writeBytes(struct.toByteArray());
        return this;
    }

    Thrift i32s(int id, int... numbers) {
        list(id, I32, numbers.length);
        for (int number : numbers) {
            zigzag(number);
        }
        return this;
    }

    Thrift texts(int id, String... texts) {
        list(id, BINARY, texts.length);
        Stream.of(texts).forEach(this::put);
        return this;
    }

    Thrift structs(int id, List<Thrift> structs) {
        list(id, STRUCT, structs.size());
        structs.forEach(struct -> bytes.writeBytes(struct.toByteArray()));
        return this;
    }

    byte[] toByteArray() {
        var struct = new ByteArrayOutputStream(bytes.size() + 1);
        struct.writeBytes(bytes.toByteArray());
        struct.write(0);
        return struct.toByteArray();
    }

    /** Seven bits a byte, the lowest first; all but the last have the eighth bit set. */
    static void varint(ByteArrayOutputStream into, long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            into.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        into.write((int) rest);
    }

    /** Ids grow by less than 16 everywhere in Parquet, so that the step fits beside the type. */
    private void head(int id, int type) {
        bytes.write(((id - last) << 4) | type);
        last = id;
    }

    private void list(int id, int type, int size) {
        head(id, LIST);
        bytes.write((Math.min(size, SHORT_LIST) << 4) | type);
        if (size >= SHORT_LIST) {
            varint(bytes, size);
        }
    }

    private void zigzag(long number) {
        varint(bytes, (number << 1) ^ (number >> 63));
    }

    private void put(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        varint(bytes, utf8.length);
        bytes.writeBytes(utf8);
    }
}
