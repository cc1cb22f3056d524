package dev.candor.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The consumer that the operations page shows. */
final class EventReaderExample {
    /** Where events go; told the same event twice, it keeps one. */
    interface Warehouse {
        /** Whether to go on. */
        boolean store(String event);
    }

    private EventReaderExample() {}

    static void read(String brokers, Warehouse warehouse) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                brokers,
                "group.id",
                "warehouse",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("candor-events"));
            boolean more = true;
            while (more) {
                for (var event : consumer.poll(Duration.ofSeconds(1))) {
                    more = warehouse.store(event.value()) && more;
                }
                consumer.commitSync();
            }
        }
    }
}
