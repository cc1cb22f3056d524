package dev.candor.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.event.Integrations;
import dev.candor.event.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Events as rows, RFC 4180: a column for each field that the records name, in their order, such as {@code context.page.path}; the
 * properties, which differ from event to event, in one column as JSON; and the state.
 */
final class Csv {
    private static final String STATE = "state";

    private final List<String> columns = new ArrayList<>();
    private final ObjectMapper mapper = new ObjectMapper();

    Csv() {
        columns(Message.class, "");
    }

    private void columns(Class<?> record, String path) {
        for (var field : record.getRecordComponents()) {
            if (field.getType().isRecord() && field.getType() != Integrations.class) {
                columns(field.getType(), path + field.getName() + ".");
            } else if (field.getType() != Integrations.class) {
                columns.add(path + field.getName());
            }
        }
    }

    String head() {
        return String.join(",", columns) + "," + STATE + "\r\n";
    }

    String row(String json, String state) throws IOException {
        var event = mapper.readTree(json);
        return columns.stream()
                        .map(column -> cell(event.at("/" + column.replace('.', '/'))))
                        .collect(Collectors.joining(","))
                + "," + state + "\r\n";
    }

    private String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        var text = value.isContainerNode() ? json(value) : value.asText();
        return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private String json(JsonNode value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }
}
