package dev.candor.server.store;

import java.util.List;

/** Events for tests of the store, each of a visitor of its own. */
final class StoreSamples {
    private StoreSamples() {}

    static StoredEvent event(String id) {
        return new StoredEvent(id, "{\"event\":\"CLICK\",\"messageId\":\"" + id + "\"}", "[]", "visitor-of-" + id);
    }

    static List<Long> ids(List<KeptEvent> events) {
        return events.stream().map(KeptEvent::id).toList();
    }
}
