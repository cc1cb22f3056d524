package dev.candor.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements of every group, prepared once for each connection: preparing costs more than running them. For the writer's thread
 * alone.
 */
final class Prepared {
    private final Map<String, PreparedStatement> byText = new HashMap<>();
    private @Nullable Connection connection;

    /** What is done with a statement: something that leaves nothing in progress, such as a batch. */
    interface Use<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    /** Runs the statement of that text. One that failed is prepared anew the next time. */
    <T> T use(Connection current, String text, Use<T> use) throws SQLException {
        if (current != connection) {
            // Those of a connection that was closed went with it.
            byText.clear();
            connection = current;
        }
        var statement = byText.get(text);
        if (statement == null) {
            statement = current.prepareStatement(text);
            byText.put(text, statement);
        }
        try {
            return use.run(statement);
        } catch (SQLException e) {
            byText.remove(text);
            statement.close();
            throw e;
        }
    }
}
