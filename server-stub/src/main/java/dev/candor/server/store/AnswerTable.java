package dev.candor.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The statements about visitors' answers. */
final class AnswerTable {
    private AnswerTable() {}

    static void count(Connection connection, LocalDate day, int policyVersion, String answer) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO answers VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1")) {
            insert.setString(1, day.toString());
            insert.setInt(2, policyVersion);
            insert.setString(3, answer);
            insert.executeUpdate();
        }
    }

    static List<EventStore.Answers> latest(Connection connection, int most) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT day, policy, answer, count FROM answers ORDER BY day DESC, policy DESC, answer LIMIT ?")) {
            select.setInt(1, most);
            try (var rows = select.executeQuery()) {
                var answers = new ArrayList<EventStore.Answers>();
                while (rows.next()) {
                    answers.add(new EventStore.Answers(
                            rows.getString(1), rows.getInt(2), rows.getString(3), rows.getLong(4)));
                }
                return answers;
            }
        }
    }
}
