package dev.candor.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.Eventually;
import dev.candor.server.store.EventStore;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the relay does when something is in its way, and how it stops. */
class RelayTroubleTest extends RelayWithStore {
    private final SlowCollector collector = new SlowCollector();
    private volatile boolean noticed;
    private final AtomicInteger questions = new AtomicInteger();
    private final Set<Thread> before = relays();

    private Relay start() {
        return start(collector, this::isAllowed);
    }

    private boolean isAllowed() {
        boolean now = allowed;
        questions.incrementAndGet();
        noticed |= !now && Thread.currentThread().getName().equals("candor-relay");
        return now;
    }

    private void append(int count) throws Exception {
        append(0, count);
    }

    private void assertAllRelayed(int count) throws Exception {
        assertThat(Eventually.see(store::counts, counts -> counts.relayed() == count))
                .isEqualTo(new EventStore.Counts(0, count, 0));
    }

    @Test
    void failuresInARowAreCountedAndForgottenWithTheFirstSuccess() throws Exception {
        collector.answers = nth -> switch (nth) {
            case 1 -> SlowCollector.DOWN;
            case 0, 2, 4 -> new Collector.Reply(503, null);
            default -> SlowCollector.TAKEN;
        };
        append(150);
        try (var relay = start()) {
            assertAllRelayed(150);
            assertThat(Eventually.see(relay::trouble, trouble -> trouble == null))
                    .isNull();
        }
        assertThat(collector.failures()).containsExactly(0, 1, 2, 3, 0, 1);
        assertThat(collector.sizes()).containsExactly(100, 100, 100, 100, 50, 50);
    }

    @Test
    void newEventsDoNotEndAWaitThatTheCollectorAsksFor() throws Exception {
        collector.answers = nth -> nth == 0 ? new Collector.Reply(429, Duration.ofMillis(300)) : SlowCollector.TAKEN;
        append(1);
        try (var relay = start()) {
            Eventually.see(relay::trouble, trouble -> trouble != null);
            relay.wake();
            assertAllRelayed(1);
        }
        var waited = Duration.ofNanos(
                collector.asked.get(1).atNanos() - collector.asked.get(0).atNanos());
        assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void whenHalfOfABatchMayPassLaterTheOtherHalfStaysSettled() throws Exception {
        collector.answers = nth -> switch (nth) {
            case 0 -> new Collector.Reply(413, null);
            case 2 -> new Collector.Reply(503, null);
            default -> SlowCollector.TAKEN;
        };
        append(4);
        try (var relay = start()) {
            assertAllRelayed(4);
            assertThat(Eventually.see(relay::trouble, trouble -> trouble == null))
                    .isNull();
        }
        assertThat(collector.sizes()).containsExactly(4, 2, 2, 2);
    }

    @Test
    void whenTheFirstHalfMayPassLaterTheOtherIsNotSentBeforeIt() throws Exception {
        collector.answers = nth -> switch (nth) {
            case 0 -> new Collector.Reply(413, null);
            case 1 -> new Collector.Reply(503, null);
            default -> SlowCollector.TAKEN;
        };
        append(4);
        try (var relay = start()) {
            assertAllRelayed(4);
            assertThat(relay.trouble()).isIn("the collector answered 503", null);
        }
        assertThat(collector.sizes()).containsExactly(4, 2, 4);
        assertThat(collector.failures()).containsExactly(0, 0, 1);
    }

    @Test
    void whenNothingMayLeaveAnyMoreTheOtherHalfOfABatchStays() throws Exception {
        collector.answers = nth -> {
            allowed = nth != 1;
            return nth == 0 ? new Collector.Reply(413, null) : SlowCollector.TAKEN;
        };
        append(4);
        try (var relay = start()) {
            assertThat(Eventually.see(store::counts, counts -> counts.relayed() == 2))
                    .isEqualTo(new EventStore.Counts(2, 2, 0));
            awaitRest();
            assertThat(collector.sizes()).containsExactly(4, 2);
            allowed = true;
            relay.reconsider();
            assertAllRelayed(4);
        }
        assertThat(collector.sizes()).containsExactly(4, 2, 2);
        assertThat(collector.failures()).containsExactly(0, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereThereIsNothingToDoNothingRuns(boolean mayLeave) throws Exception {
        allowed = mayLeave;
        append(1);
        try (var relay = start()) {
            relay.wake();
            assertThat(Eventually.see(store::counts, counts -> mayLeave == counts.relayed() > 0)
                            .relayed())
                    .isEqualTo(mayLeave ? 1 : 0);
            awaitRest();
            int asked = questions.get();
            for (int i = 0; i < 100; i++) {
                store.counts();
            }
            assertThat(questions).hasValue(asked);
        }
    }

    @Test
    void aRelayThatNobodyEndsDoesNotKeepTheProcessAlive() throws Exception {
        try (var relay = start()) {
            assertThat(relay.trouble()).isNull();
            assertThat(relays()).allMatch(Thread::isDaemon).hasSizeGreaterThan(before.size());
        }
    }

    @Test
    void whoIsInterruptedWhileItEndsStaysInterrupted() throws Exception {
        collector.answers = nth -> SlowCollector.HANGING;
        append(1);
        var relay = start();
        Eventually.see(() -> collector.asked.size(), size -> size == 1);
        Thread.currentThread().interrupt();
        relay.settle();
        assertThat(Thread.interrupted()).isTrue();
        relay.reconsider();
        Thread.currentThread().interrupt();
        relay.close();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatFailsUnexpectedlyIsTriedAgain() throws Exception {
        collector.answers = nth -> {
            if (nth == 0) {
                collector.asked.add(new SlowCollector.Asked(0, 0, 0));
                throw new IllegalStateException("a mistake");
            }
            return SlowCollector.TAKEN;
        };
        append(1);
        try (var relay = start()) {
            assertAllRelayed(1);
            assertThat(relay.trouble()).isNull();
        }
        assertThat(collector.failures()).containsExactly(0, 1);
    }

    @Test
    void aStoreThatCannotBeReadIsTroubleToo() throws Exception {
        store.close();
        try (var relay = start()) {
            assertThat(Eventually.see(relay::trouble, trouble -> trouble != null))
                    .isEqualTo("the store cannot be read or written");
        }
        assertThat(collector.asked).isEmpty();
    }

    @Test
    void whenNothingMayLeaveAnyMoreWhatIsUnderWayIsBrokenOffBeforeTheSettingIsSaidToHold() throws Exception {
        collector.answers = nth -> nth == 0 ? SlowCollector.HANGING : SlowCollector.TAKEN;
        append(1);
        try (var relay = start()) {
            Eventually.see(() -> collector.asked.size(), size -> size == 1);
            allowed = false;
            relay.reconsider();
            assertThat(collector.busy).isFalse();
            assertThat(relay.trouble()).isNull();
            assertThat(collector.asked).hasSize(1);
            allowed = true;
            relay.reconsider();
            assertAllRelayed(1);
        }
    }

    @Test
    void aSettingThatLetsThingsLeaveBreaksNothingOff() throws Exception {
        append(1);
        try (var relay = start()) {
            relay.reconsider();
            assertAllRelayed(1);
            assertThat(collector.disconnected.getCount()).isEqualTo(1);
        }
        assertThat(collector.disconnected.getCount()).isZero();
    }

    @Test
    void aLongWaitEndsWhenNothingMayLeaveAndWhenTheRelayEnds() throws Exception {
        collector.answers = nth -> nth == 0 ? new Collector.Reply(503, Duration.ofHours(1)) : SlowCollector.TAKEN;
        append(1);
        var relay = start();
        Eventually.see(relay::trouble, trouble -> trouble != null);
        allowed = false;
        relay.reconsider();
        assertThat(Eventually.see(() -> noticed, yes -> yes)).isTrue();
        allowed = true;
        relay.reconsider();
        assertAllRelayed(1);
        relay.close();
        assertThat(relays()).isEqualTo(before);
    }

    @Test
    void anEndBreaksOffWhatIsUnderWay() throws Exception {
        collector.answers = nth -> SlowCollector.HANGING;
        append(1);
        var relay = start();
        Eventually.see(() -> collector.asked.size(), size -> size == 1);
        relay.close();
        assertThat(collector.busy).isFalse();
        assertThat(relays()).isEqualTo(before);
        assertThat(relay.trouble()).isNull();
        assertThat(store.counts().waiting()).isEqualTo(1);
    }

    /** Until the relay waits for something new. */
    private void awaitRest() throws Exception {
        var questioned = new AtomicInteger(-1);
        Eventually.see(questions::get, now -> questioned.getAndSet(now) == now && isResting());
    }

    private boolean isResting() {
        return relays().stream()
                .filter(thread -> !before.contains(thread))
                .allMatch(thread -> thread.getState() == Thread.State.WAITING);
    }

    private static Set<Thread> relays() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("candor-relay"))
                .collect(Collectors.toSet());
    }
}
