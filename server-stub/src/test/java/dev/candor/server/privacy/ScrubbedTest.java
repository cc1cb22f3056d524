package dev.candor.server.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrubbedTest {
    private final FakeClock clock = new FakeClock("2026-11-24T10:00:00Z");
    private final Scrubbed scrubbed = new Scrubbed(clock);

    @Test
    void whatWasFoundIsCountedByItsKind() {
        assertThat(scrubbed.counts()).isEmpty();
        logged(() -> {
            scrubbed.found(Finding.EMAIL);
            scrubbed.found(Finding.EMAIL);
            scrubbed.found(Finding.CARD);
        });
        assertThat(scrubbed.counts()).isEqualTo(Map.of(Finding.EMAIL, 2L, Finding.CARD, 1L));
        assertThat(scrubbed.count(Finding.EMAIL)).isEqualTo(2);
        assertThat(scrubbed.count(Finding.JWT)).isZero();
    }

    @Test
    void anAlarmIsRaisedAtOnceAndThenEveryTenMinutesAtMost() {
        assertThat(logged(() -> scrubbed.found(Finding.EMAIL)))
                .contains("looks like an e-mail address", "(1 since the start)");
        assertThat(logged(() -> scrubbed.found(Finding.EMAIL))).isEmpty();
        assertThat(logged(() -> scrubbed.found(Finding.PHONE))).contains("a phone number");
        clock.advance(Duration.ofMinutes(10));
        assertThat(logged(() -> scrubbed.found(Finding.EMAIL))).contains("(3 since the start)");
    }

    private static String logged(Runnable run) {
        var log = new ByteArrayOutputStream();
        var standard = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            run.run();
        } finally {
            System.setErr(standard);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
