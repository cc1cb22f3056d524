package dev.candor.server.command;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads files of events with DuckDB: with eyes that are not ours. */
final class ParquetReader implements AutoCloseable {
    private final Connection connection;

    ParquetReader() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        ask("SET TimeZone = 'UTC'");
    }

    /** What a query answers, a list for each row. */
    List<List<@Nullable String>> ask(String query) throws SQLException {
        var answer = new ArrayList<List<@Nullable String>>();
        try (var statement = connection.createStatement()) {
            if (statement.execute(query)) {
                var rows = statement.getResultSet();
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    var row = new ArrayList<@Nullable String>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(rows.getString(i));
                    }
                    answer.add(row);
                }
            }
        }
        return answer;
    }

    /** The rows of a Parquet file as text, a time as its milliseconds. */
    List<List<@Nullable String>> rows(Path file) throws SQLException {
        return ask("SELECT " + texts(file) + " FROM '" + file + "'");
    }

    /** How many rows of the CSV file are not the Parquet file's at the same place; absent and empty count as the same, as in CSV. */
    long differences(Path csv, Path parquet) throws SQLException {
        var query =
                "SELECT count(*) FROM (SELECT row_number() OVER (), %1$s FROM read_csv('%2$s', all_varchar = true, header = true,"
                        + " delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n', parallel = false) EXCEPT ALL"
                        + " SELECT row_number() OVER (), %1$s FROM '%3$s')";
        var texts = texts(parquet).replaceAll("(\\S+::VARCHAR)", "coalesce($1, '')");
        return Long.parseLong(
                String.valueOf(ask(query.formatted(texts, csv, parquet)).get(0).get(0)));
    }

    private String texts(Path parquet) throws SQLException {
        return columns(parquet).stream()
                .map(column -> (column.get(1).startsWith("TIMESTAMP")
                                ? "epoch_ms(\"" + column.get(0) + "\"::TIMESTAMPTZ)"
                                : "\"" + column.get(0) + "\"")
                        + "::VARCHAR")
                .collect(Collectors.joining(", "));
    }

    /** Name and type of each column. */
    List<List<String>> columns(Path parquet) throws SQLException {
        return ask("DESCRIBE FROM '" + parquet + "'").stream()
                .map(column -> List.of(String.valueOf(column.get(0)), String.valueOf(column.get(1))))
                .toList();
    }

    /** How many rows each row group has. */
    List<String> groups(Path parquet) throws SQLException {
        return ask("SELECT row_group_num_rows FROM parquet_metadata('" + parquet
                        + "') WHERE column_id = 0 ORDER BY row_group_id")
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
