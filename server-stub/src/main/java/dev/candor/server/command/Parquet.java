package dev.candor.server.command;

import dev.candor.server.store.KeptEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link Columns} as a Parquet file: each may be null, plain, packed with gzip. Rows are held until they fill a group, which is then
 * written with a page for each column; the footer says where each is. So memory is bounded whatever comes, and nothing is sought.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/">Parquet's file format</a>
 */
final class Parquet implements Form {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int GROUP_BYTES = 16 << 20;
    private static final int GROUP_ROWS = 100_000;

    private final Columns columns = new Columns();
    private final List<ParquetColumn> held =
            columns.all().stream().map(ParquetColumn::new).toList();
    private final List<Thrift> groups = new ArrayList<>();
    private final OutputStream out;
    private final int groupRows;
    private final long groupBytes;
    private long position = MAGIC.length;
    private long rows;
    private int rowsHeld;

    Parquet(OutputStream out) throws IOException {
        this(out, GROUP_ROWS, GROUP_BYTES);
    }

    /** As many rows a group at most, and about so many bytes of values. */
    Parquet(OutputStream out, int groupRows, long groupBytes) throws IOException {
        this.out = out;
        this.groupRows = groupRows;
        this.groupBytes = groupBytes;
        out.write(MAGIC);
    }

    @Override
    public void write(KeptEvent event) throws IOException {
        var row = columns.row(event);
        long bytes = 0;
        for (var column : held) {
            column.add(row);
            bytes += column.size();
        }
        rowsHeld++;
        if (bytes >= groupBytes || rowsHeld == groupRows) {
            writeGroup();
        }
    }

    private void writeGroup() throws IOException {
        var chunks = new ArrayList<Thrift>();
        long plainBytes = 0;
        for (var column : held) {
            var written = column.write(out, position);
            chunks.add(written.chunk());
            position += written.bytes();
            plainBytes += written.plainBytes();
        }
        groups.add(new Thrift().structs(1, chunks).i64(2, plainBytes).i64(3, rowsHeld));
        rows += rowsHeld;
        rowsHeld = 0;
    }

    @Override
    public void end() throws IOException {
        if (rowsHeld > 0) {
            writeGroup();
        }
        var schema = new ArrayList<Thrift>();
        schema.add(new Thrift().text(4, "event").i32(5, held.size()));
        held.forEach(column -> schema.add(column.schema()));
        var footer = new Thrift()
                .i32(1, VERSION)
                .structs(2, schema)
                .i64(3, rows)
                .structs(4, groups)
                .text(6, "candor")
                .toByteArray();
        var length = new ByteArrayOutputStream();
        ParquetColumn.littleEndian(length, footer.length, Integer.BYTES);
        out.write(footer);
        length.writeTo(out);
        out.write(MAGIC);
    }
}
