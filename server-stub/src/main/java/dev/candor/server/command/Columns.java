package dev.candor.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.event.Collected;
import dev.candor.event.Integrations;
import dev.candor.event.Message;
import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Events as rows: a column for each field that the records name, in their order, such as {@code context.page.path}; the properties,
 * which differ from event to event, in one column as JSON; and the state.
 */
final class Columns {
    private static final String STATE = "state";

    private final List<Column> all = new ArrayList<>();
    private final ObjectMapper mapper = new ObjectMapper();

    Columns() {
        add(Message.class, "");
        all.add(new Column(STATE, Column.Type.TEXT));
    }

    private void add(Class<?> record, String path) {
        for (var field : record.getRecordComponents()) {
            if (field.getType().isRecord() && field.getType() != Integrations.class) {
                add(field.getType(), path + field.getName() + ".");
            } else if (field.getType() != Integrations.class) {
                all.add(new Column(path + field.getName(), type(field)));
            }
        }
    }

    private static Column.Type type(RecordComponent field) {
        var kind = field.getAnnotation(Collected.class).kind();
        return switch (kind) {
            case FIXED, VERSION, ROUTE, RANDOM_ID, SCRUBBED, TYPED -> Column.Type.TEXT;
            case TIME -> Column.Type.TIME;
            case NUMBER -> Column.Type.NUMBER;
            case LABELS -> Column.Type.JSON;
            case OBJECT, BOOLEAN -> throw new IllegalStateException(field + ": there is no column of " + kind + " yet");
        };
    }

    List<Column> all() {
        return all;
    }

    /** The event, with its state as one more member. */
    JsonNode row(KeptEvent event) throws IOException {
        return mapper.readValue(event.json(), ObjectNode.class).put(STATE, event.state());
    }
}
