package dev.candor.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.event.Versions;
import dev.candor.server.Eventually;
import dev.candor.server.FakeClock;
import dev.candor.server.Receiver;
import dev.candor.server.Receiver.Answer;
import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request to a collector, over real HTTP. */
class HttpCollectorTest {
    private static final List<KeptEvent> EVENTS = List.of(event("{\"event\":\"A\"}"), event("{\"event\":\"B\"}"));

    private final FakeClock clock = new FakeClock("2026-11-24T10:00:00Z");
    private Receiver receiver;

    private static KeptEvent event(String json) {
        return new KeptEvent(1, json, "[]", "waiting", null);
    }

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private HttpCollector collector(@Nullable String writeKey) {
        return new HttpCollector(URI.create(receiver.url() + "/under"), writeKey, clock);
    }

    @Test
    void aBatchIsPostedAsTheInterfaceSays() throws Exception {
        assertThat(collector("key").post(EVENTS, 0)).isEqualTo(new Collector.Reply(200, null));
        var received = receiver.received().get(0);
        assertThat(received.line()).isEqualTo("POST /under/v1/batch");
        assertThat(received.authorization()).isEqualTo("Basic a2V5Og==");
        assertThat(received.retryCount()).isEmpty();
        assertThat(received.body())
                .isEqualTo("{\"batch\":[{\"event\":\"A\"},{\"event\":\"B\"}],\"sentAt\":\"2026-11-24T10:00:00.000Z\"}");
    }

    @Test
    void theRequestSaysNothingOfTheMachine() throws Exception {
        collector("key").post(EVENTS, 0);
        assertThat(receiver.userAgents()).containsExactly("candor-server/" + Versions.SOFTWARE);
    }

    @Test
    void withoutAKeyNobodySaysWhoHeIs() throws Exception {
        collector(null).post(EVENTS, 0);
        assertThat(receiver.received().get(0).authorization()).isEqualTo("null");
    }

    @Test
    void aRetrySaysTheHowManiethItIs() throws Exception {
        collector("key").post(EVENTS, 3);
        assertThat(receiver.received().get(0).retryCount()).isEqualTo("3");
    }

    @Test
    void whatTheCollectorWishesIsPassedOn() throws Exception {
        receiver.answerWith(nth -> new Answer(503, "7"));
        assertThat(collector("key").post(EVENTS, 0)).isEqualTo(new Collector.Reply(503, Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tue, 24 Nov 2026 10:00:00 GMT", "0"})
    void aTimeThatIsNowIsNoWait(String retryAfter) {
        assertThat(HttpCollector.retryAfter(retryAfter, clock.instant())).isZero();
    }

    @Test
    void aConnectionThatBreaksIsNoAnswer() {
        receiver.answerWith(nth -> Answer.BROKEN);
        assertThatThrownBy(() -> collector("key").post(EVENTS, 0)).isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerThatIsLateDoesNotCount() {
        receiver.answerWith(nth -> Answer.of(0));
        var impatient = new HttpCollector(URI.create(receiver.url()), null, clock, Duration.ofMillis(100));
        assertThatThrownBy(() -> impatient.post(EVENTS, 0))
                .isInstanceOf(IOException.class)
                .hasMessage("no answer");
    }

    @Test
    void whatIsUnderWayIsBrokenOffAndTheNextIsSent() throws Exception {
        receiver.answerWith(nth -> Answer.of(nth == 0 ? 0 : 200));
        var collector = collector("key");
        collector.disconnect();
        var first = CompletableFuture.supplyAsync(() -> failure(collector));
        Eventually.see(receiver::received, received -> !received.isEmpty());
        collector.disconnect();
        assertThat(first.get()).isIn("broken off", "no answer");
        assertThat(collector.post(EVENTS, 1).status()).isEqualTo(200);
    }

    @Test
    void anInterruptionEndsTheWaitAndIsStillOneAfterwards() throws Exception {
        receiver.answerWith(nth -> Answer.of(0));
        var collector = collector("key");
        var said = new AtomicReference<String>("");
        var thread = new Thread(() -> said.set(failure(collector) + ", interrupted: " + Thread.interrupted()));
        thread.start();
        Eventually.see(receiver::received, received -> !received.isEmpty());
        thread.interrupt();
        assertThat(Eventually.see(said::get, text -> !text.isEmpty())).isEqualTo("interrupted, interrupted: true");
    }

    private static String failure(HttpCollector collector) {
        try {
            return "answered " + collector.post(EVENTS, 0).status();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
