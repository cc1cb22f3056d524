package dev.candor.server.site;

import dev.candor.server.http.Reply;
import dev.candor.server.ingest.ProductEvents;
import dev.candor.server.privacy.Finding;
import dev.candor.server.privacy.Scrubbed;
import dev.candor.server.privacy.Withheld;
import dev.candor.server.relay.Relay;
import dev.candor.server.store.EventStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the server counts, as Prometheus reads it. Numbers only: no path, id, address or name of a visitor's is a label. */
public final class Metrics {
    private static final Pattern WHOLE = Pattern.compile("(?m)(?<= \\d{1,18})\\.0$");

    private static final Pattern RETRIED = Pattern.compile("0*[1-9]\\d{0,8}");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Integer, Counter> ingestByStatus = new ConcurrentHashMap<>();
    private final Map<String, Counter> withheldByReason = new ConcurrentHashMap<>();
    private final Counter retried = Counter.builder("candor.ingest.retries")
            .description("Requests to take events that were not the first try.")
            .register(registry);
    private final EventStore store;
    private volatile EventStore.@Nullable Counts counts;
    private volatile double bytes = Double.NaN;
    private volatile boolean storing;

    public Metrics(EventStore store, Scrubbed scrubbed) {
        this.store = store;
        events("waiting", EventStore.Counts::waiting);
        events("relayed", EventStore.Counts::relayed);
        events("refused", EventStore.Counts::refused);
        Gauge.builder("candor.store.up", this, metrics -> metrics.storing ? 1 : 0)
                .description("1 while events can be stored, 0 while not.")
                .register(registry);
        Gauge.builder("candor.store.bytes", this, metrics -> metrics.bytes)
                .description("Bytes that the store uses.")
                .register(registry);
        for (var kind : Finding.values()) {
            FunctionCounter.builder("candor.scrubbed", scrubbed, of -> of.count(kind))
                    .description("What the scrubber took out of events, by its kind.")
                    .tag("kind", kind.label())
                    .register(registry);
        }
    }

    /** Whether the collector takes events; where there is none, there is no such line. */
    public void relay(Relay relay) {
        Gauge.builder("candor.relay.up", relay, one -> one.trouble() == null ? 1 : 0)
                .description("1 while the collector takes events, 0 since it did not.")
                .register(registry);
    }

    /** What became of the product's own events. */
    public void productEvents(ProductEvents events) {
        for (var outcome : ProductEvents.Outcome.values()) {
            FunctionCounter.builder("candor.product.events", events, of -> of.count(outcome))
                    .description("Events of the product's own server, by what became of them.")
                    .tag("outcome", outcome.text())
                    .register(registry);
        }
    }

    private void events(String state, ToDoubleFunction<EventStore.Counts> count) {
        Gauge.builder("candor.events", this, metrics -> {
                    var known = metrics.counts;
                    return known == null ? Double.NaN : count.applyAsDouble(known);
                })
                .description("Events in the store.")
                .tag("state", state)
                .register(registry);
    }

    /** A request to take events was answered. */
    void answered(int status) {
        ingestByStatus
                .computeIfAbsent(
                        status,
                        key -> Counter.builder("candor.ingest.requests")
                                .description("Requests to take events, by the status they got.")
                                .tag("status", Integer.toString(key))
                                .register(registry))
                .increment();
    }

    /** A request came that its sender had sent before: {@code X-Retry-Count} is a number above 0. */
    void retried(String retryCount) {
        if (!retryCount.isEmpty() && RETRIED.matcher(retryCount).matches()) {
            retried.increment();
        }
    }

    /** Fields were withheld from an event. Worth an alarm when it grows: a sender sends what it should not. */
    public void withheld(List<Withheld> fields) {
        fields.forEach(field -> withheldByReason
                .computeIfAbsent(
                        field.reason(),
                        key -> Counter.builder("candor.withheld.fields")
                                .description("Fields taken from events, by the reason.")
                                .tag("reason", key)
                                .register(registry))
                .increment());
    }

    /** 200 with the text exposition format, version 0.0.4; of a store that cannot be read its numbers are {@code NaN}. */
    Reply show() {
        storing = store.trouble() == null;
        try {
            counts = store.counts();
            bytes = store.bytes();
        } catch (IOException e) {
            counts = null;
            bytes = Double.NaN;
        }
        // All of it is whole numbers.
        var text = WHOLE.matcher(registry.scrape()).replaceAll("");
        return Reply.text(200, "text/plain;version=0.0.4", text).with("Cache-Control", "no-store");
    }
}
