package dev.candor.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What stands in a topic of a broker, read from its beginning. */
record KafkaTopic(String broker, String name) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All records but the keep-alive's, once there are so many different ones. */
    List<ConsumerRecord<String, String>> events(int count) throws Exception {
        return withoutPings(
                records(all -> ids(withoutPings(all)).stream().distinct().count() >= count));
    }

    /** The records once they are as expected, at the latest after a minute. */
    List<ConsumerRecord<String, String>> records(Predicate<List<ConsumerRecord<String, String>>> expected)
            throws Exception {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker, "enable.metrics.push", false),
                new StringDeserializer(),
                new StringDeserializer())) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            var partitions = List.<TopicPartition>of();
            while (!expected.test(records) && System.nanoTime() < end) {
                if (partitions.isEmpty()) {
                    partitions = consumer.partitionsFor(name, Duration.ofSeconds(20)).stream()
                            .map(one -> new TopicPartition(name, one.partition()))
                            .toList();
                    consumer.assign(partitions);
                    consumer.seekToBeginning(partitions);
                }
                // The first question makes the topic, and is answered before there are partitions.
                var polled = partitions.isEmpty()
                        ? ConsumerRecords.<String, String>empty()
                        : consumer.poll(Duration.ofMillis(200));
                polled.forEach(records::add);
            }
        }
        return records;
    }

    static List<String> ids(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .map(one -> json(one.value()).get("messageId").asText())
                .toList();
    }

    static JsonNode json(String value) {
        try {
            return JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError("A record's value has to be JSON", e);
        }
    }

    private static List<ConsumerRecord<String, String>> withoutPings(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .filter(one -> !one.value().contains("Instance Active"))
                .toList();
    }
}
