package dev.candor.server.privacy;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** How long work keeps a processor busy, however busy others keep the machine. */
final class CpuTime {
    private CpuTime() {}

    static Duration of(Runnable work) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
    }
}
