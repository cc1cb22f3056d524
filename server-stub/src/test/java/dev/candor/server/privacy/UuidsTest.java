package dev.candor.server.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidsTest {
    private static final Instant TIME = Instant.parse("2026-11-24T10:00:00Z");

    @Test
    void aSortableOneIsATimeAndRandomness() {
        // The milliseconds, then the rest of them in parts of 4,096: half a millisecond is 800 in hexadecimal.
        assertThat(Uuids.sortable(TIME.plusNanos(7_500_000), () -> -1))
                .isEqualTo("01a20cff-7d07-7800-bfff-ffffffffffff");
        assertThat(Uuids.sortable(TIME.plusNanos(999_999_999), () -> 0))
                .isEqualTo("01a20cff-80e7-7fff-8000-000000000000");
    }

    @Test
    void theySortByTheirTime() {
        var random = new Random(1);
        var made = new ArrayList<String>();
        for (int i = 0; i < 5_000; i++) {
            made.add(Uuids.sortable(TIME.plusNanos(i * 250L * 7), random));
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(made).allSatisfy(one -> {
            assertThat(UUID.fromString(one).version()).isEqualTo(7);
            assertThat(UUID.fromString(one).variant()).isEqualTo(2);
        });
    }

    @Test
    void aHashFillsAllOfItButVersionAndVariant() {
        var ones = new byte[32];
        Arrays.fill(ones, (byte) 0xFF);
        assertThat(Uuids.ofHash(ones)).isEqualTo("ffffffff-ffff-8fff-bfff-ffffffffffff");
        assertThat(Uuids.ofHash(new byte[32])).isEqualTo("00000000-0000-8000-8000-000000000000");
    }
}
