package dev.candor.server.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic in the collector's place: a record an event, its value the event's JSON, its key the visitor's anonymousId, or where
 * there is no visitor (keep-alives, events of servers) the instance's id, so that what belongs together stays in order within one
 * partition. At least once: whoever reads the topic tells repetitions by their messageId. No connection is opened before the first event.
 */
public final class KafkaCollector implements Collector {
    private static final Reply TAKEN = new Reply(200, null);
    private static final Reply TOO_LARGE = new Reply(413, null);

    /** More than the relay hands over at once, compressed or not. */
    private static final int BATCH_BYTES = 900 * 1024;

    private static final int LINGER_MS = 5_000;

    private final String topic;
    private final Supplier<Producer<String, String>> producers;
    private final ObjectMapper mapper = new ObjectMapper();
    private @Nullable Producer<String, String> producer;

    /** @param servers host:port of one or more brokers, comma-separated */
    public KafkaCollector(String servers, String topic) {
        this(topic, () -> new KafkaProducer<>(settings(servers), new StringSerializer(), new StringSerializer()));
    }

    /** @param producers gives one whenever there is none, before the first event and after one that failed */
    KafkaCollector(String topic, Supplier<Producer<String, String>> producers) {
        this.topic = topic;
        this.producers = producers;
    }

    @Override
    public Reply post(List<KeptEvent> events, int failures) throws IOException {
        try {
            var connected = connected();
            var sent = new ArrayList<Future<?>>(events.size());
            for (var event : events) {
                var one = connected.send(new ProducerRecord<>(topic, key(event), event.json()));
                if (one.isDone()) {
                    // It failed already; what comes after it must not be there first.
                    one.get();
                }
                sent.add(one);
            }
            // Nothing left before: what goes to one partition goes in one piece, and is there whole or not at all.
            connected.flush();
            for (var one : sent) {
                one.get();
            }
            return TAKEN;
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (KafkaException | IllegalStateException e) {
            return failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(e);
        }
    }

    private @Nullable String key(KeptEvent event) throws IOException {
        return event.visitor() != null
                ? event.visitor()
                : mapper.readTree(event.json()).path("userId").textValue();
    }

    /** A producer that failed is not used again: what it still held would overtake what is sent again. */
    private Reply failed(@Nullable Throwable cause) throws IOException {
        disconnect();
        if (cause instanceof RecordTooLargeException) {
            return TOO_LARGE;
        }
        throw new IOException("not acknowledged", cause);
    }

    @Override
    public synchronized void disconnect() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private synchronized Producer<String, String> connected() {
        if (producer == null) {
            producer = producers.get();
        }
        return producer;
    }

    private static Map<String, Object> settings(String servers) {
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "candor"),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip"),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000),
                // The client would tell the broker about itself.
                Map.entry(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false));
    }
}
