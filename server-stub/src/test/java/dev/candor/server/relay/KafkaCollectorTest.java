package dev.candor.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a batch by what a producer says; with a broker, {@code KafkaBrokerTest} tries it. */
class KafkaCollectorTest {
    private static final KeptEvent VISITORS =
            new KeptEvent(1, "{\"event\":\"A\",\"userId\":null}", "[]", "waiting", "ann");
    private static final KeptEvent INSTANCES =
            new KeptEvent(2, "{\"event\":\"B\",\"userId\":\"instance\"}", "[]", "waiting", null);
    private static final KeptEvent NOBODYS = new KeptEvent(3, "{\"event\":\"C\"}", "[]", "waiting", null);

    private final List<FakeProducer> made = new ArrayList<>();
    private final KafkaCollector collector = new KafkaCollector("events", () -> {
        made.add(new FakeProducer());
        return made.get(made.size() - 1);
    });

    private @Nullable RuntimeException atOnce;
    private @Nullable RuntimeException afterwards;

    /** Takes a record, and fails when a test says so: at once, or when all are to be there. */
    private final class FakeProducer extends MockProducer<String, String> {
        FakeProducer() {
            super(false, null, new StringSerializer(), new StringSerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, String> event) {
            var sent = super.send(event);
            if (atOnce != null) {
                errorNext(atOnce);
            }
            return sent;
        }

        @Override
        public synchronized void flush() {
            if (afterwards != null) {
                errorNext(afterwards);
            }
            super.flush();
        }
    }

    private Collector.Reply post() throws IOException {
        return collector.post(List.of(VISITORS, INSTANCES, NOBODYS), 0);
    }

    @Test
    void anEventIsARecordUnderItsVisitorsIdOrItsInstances() throws Exception {
        assertThat(made).isEmpty();
        assertThat(post()).isEqualTo(new Collector.Reply(200, null));
        assertThat(made.get(0).history())
                .containsExactly(
                        new ProducerRecord<>("events", "ann", VISITORS.json()),
                        new ProducerRecord<>("events", "instance", INSTANCES.json()),
                        new ProducerRecord<>("events", null, NOBODYS.json()));
    }

    @Test
    void theNextBatchGoesTheSameWayUntilItIsBrokenOff() throws Exception {
        post();
        post();
        assertThat(made).hasSize(1);
        assertThat(made.get(0).history()).hasSize(6);
        collector.disconnect();
        collector.disconnect();
        assertThat(made.get(0).closed()).isTrue();
        post();
        assertThat(made).hasSize(2);
    }

    @Test
    void whatComesAfterAnEventThatFailedAtOnceIsNotThereFirst() throws Exception {
        atOnce = new TimeoutException("away");
        assertThatThrownBy(this::post)
                .isInstanceOf(IOException.class)
                .hasMessage("not acknowledged")
                .hasCause(atOnce);
        assertThat(made.get(0).history()).hasSize(1);
        assertNothingOvertakesWhatIsSentAgain();
    }

    @Test
    void whatTheBrokerDidNotAcknowledgeHasNotArrived() throws Exception {
        afterwards = new TimeoutException("away");
        assertThatThrownBy(this::post).isInstanceOf(IOException.class).hasCause(afterwards);
        assertNothingOvertakesWhatIsSentAgain();
    }

    /** As the producer that failed is used no more. */
    private void assertNothingOvertakesWhatIsSentAgain() throws IOException {
        assertThat(made.get(0).closed()).isTrue();
        atOnce = null;
        afterwards = null;
        assertThat(post().status()).isEqualTo(200);
        assertThat(made).hasSize(2);
    }

    @Test
    void anEventThatIsTooLargeForTheTopicIsRefusedAsByACollector() throws Exception {
        afterwards = new RecordTooLargeException("a mebibyte");
        assertThat(post()).isEqualTo(new Collector.Reply(413, null));
        assertThat(made.get(0).closed()).isTrue();
    }

    @Test
    void aProducerThatWasClosedMeanwhileIsNoAnswer() throws Exception {
        post();
        made.get(0).close();
        assertThatThrownBy(this::post).isInstanceOf(IOException.class).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(post().status()).isEqualTo(200);
    }

    @Test
    void anInterruptionEndsTheWaitAndIsStillOneAfterwards() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::post).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(made.get(0).closed()).isTrue();
    }
}
