package dev.candor.client;

import dev.candor.client.browser.Randomness;
import java.util.UUID;

/** Ids that are another each time, and the middle of what is left to chance. */
final class FakeRandomness implements Randomness {
    private final FakeTime time;
    private long ticks;

    FakeRandomness(FakeTime time) {
        this.time = time;
    }

    @Override
    public String uuid() {
        return UUID.randomUUID().toString();
    }

    @Override
    public String sortableUuid() {
        ticks = Math.max(ticks + 1, (long) (time.nowMs() * 4096));
        return "%08x-%04x-7%03x".formatted(ticks >> 28, ticks >> 12 & 0xFFFF, ticks & 0xFFF) + uuid().substring(18);
    }

    @Override
    public double fraction() {
        return 0.5;
    }
}
