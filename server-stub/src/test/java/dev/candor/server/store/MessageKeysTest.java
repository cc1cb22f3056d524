package dev.candor.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageKeysTest {
    private static final long NOW = Instant.parse("2026-11-24T10:00:00Z").toEpochMilli();
    private static final int HASH_BITS = 44;

    @Test
    void idsOfOneMomentStandTogether() {
        assertThat(IntStream.range(0, 1_000).mapToLong(i -> MessageKeys.of(id(NOW, i)) >>> HASH_BITS))
                .containsOnly(MessageKeys.of(id(NOW, 0)) >>> HASH_BITS);
        assertThat(IntStream.range(0, 1_000).mapToLong(i -> MessageKeys.of(id(NOW, i))))
                .doesNotHaveDuplicates();
    }

    @Test
    void noMomentComesRoundWhileIdsAreKnown() {
        var quarters = LongStream.rangeClosed(0, KnownIds.KEPT.toMillis() / 256)
                .map(quarter -> MessageKeys.of(id(NOW + quarter * 256, 0)) >>> HASH_BITS);
        assertThat(quarters.distinct().count()).isEqualTo(KnownIds.KEPT.toMillis() / 256 + 1);
        assertThat(MessageKeys.of(id(NOW + Duration.ofDays(3).toMillis(), 0))).isNotEqualTo(MessageKeys.of(id(NOW, 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "7f0c2d4e-93b1-4a6f-8c55-1e0d9b7a2c34",
                "not-hexadecim-7of-thirty-six-letters",
                "0193-5f8c2a1-7000-8000-0123456789ab0"
            })
    void anyOtherIdHasItsHash(String id) {
        assertThat(MessageKeys.of(id)).isEqualTo(Hashes.of(id));
    }

    private static String id(long millis, int number) {
        return "%08x-%04x-7000-8000-%012x".formatted(millis >> 16, millis & 0xFFFF, number);
    }
}
