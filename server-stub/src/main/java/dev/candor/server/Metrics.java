package dev.candor.server;

import dev.candor.server.ingest.ProductEvents;
import dev.candor.server.privacy.Withheld;
import dev.candor.server.store.EventStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What the server counts, as Prometheus reads it. Numbers only: no path, id, address or name of a visitor's is a label. */
final class Metrics {
    private final Map<Integer, LongAdder> ingestByStatus = new ConcurrentHashMap<>();
    private volatile Supplier<Map<ProductEvents.Outcome, Long>> productEvents = Map::of;
    private final Map<String, LongAdder> withheldByReason = new ConcurrentHashMap<>();
    private final EventStore store;
    private final Supplier<Optional<Boolean>> relayUp;

    /** @param relayUp whether the collector took the last batch; empty where there is no collector */
    Metrics(EventStore store, Supplier<Optional<Boolean>> relayUp) {
        this.store = store;
        this.relayUp = relayUp;
    }

    /** Asked for what became of the product's own events. */
    void productEvents(Supplier<Map<ProductEvents.Outcome, Long>> counts) {
        this.productEvents = counts;
    }

    /** A request to take events was answered. */
    void answered(int status) {
        ingestByStatus.computeIfAbsent(status, key -> new LongAdder()).increment();
    }

    /** Fields were withheld from an event. Worth an alarm when it grows: a sender sends what it should not. */
    void withheld(List<Withheld> fields) {
        fields.forEach(field -> withheldByReason
                .computeIfAbsent(field.reason(), key -> new LongAdder())
                .increment());
    }

    /** 200 with the text exposition format, version 0.0.4. */
    Reply show() throws IOException {
        var counts = store.counts();
        var text = new StringBuilder();
        head(text, "candor_events", "gauge", "Events in the store.");
        line(text, "candor_events{state=\"waiting\"}", counts.waiting());
        line(text, "candor_events{state=\"relayed\"}", counts.relayed());
        line(text, "candor_events{state=\"refused\"}", counts.refused());
        head(text, "candor_store_bytes", "gauge", "Bytes that the store uses.");
        line(text, "candor_store_bytes", store.bytes());
        relayUp.get().ifPresent(up -> {
            head(text, "candor_relay_up", "gauge", "1 while the collector takes events, 0 since it did not.");
            line(text, "candor_relay_up", up ? 1 : 0);
        });
        head(text, "candor_ingest_requests_total", "counter", "Requests to take events, by the status they got.");
        new TreeMap<>(ingestByStatus)
                .forEach((status, count) ->
                        line(text, "candor_ingest_requests_total{status=\"" + status + "\"}", count.sum()));
        head(
                text,
                "candor_product_events_total",
                "counter",
                "Events of the product's own server, by what became of them.");
        productEvents
                .get()
                .forEach((outcome, count) ->
                        line(text, "candor_product_events_total{outcome=\"" + outcome.text() + "\"}", count));
        head(text, "candor_withheld_fields_total", "counter", "Fields taken from events, by the reason.");
        new TreeMap<>(withheldByReason)
                .forEach((reason, count) ->
                        line(text, "candor_withheld_fields_total{reason=\"" + reason + "\"}", count.sum()));
        return Reply.text(200, "text/plain;version=0.0.4", text.toString()).with("Cache-Control", "no-store");
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String name, long value) {
        text.append(name).append(' ').append(value).append('\n');
    }
}
