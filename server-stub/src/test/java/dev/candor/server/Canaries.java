package dev.candor.server;

import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** A server for the canaries of one class of tests. */
abstract class Canaries {
    private static @Nullable CanaryServer canaries;

    @BeforeContainer
    static void start() throws Exception {
        canaries = new CanaryServer();
    }

    @AfterContainer
    static void stop() throws Exception {
        canaries().close();
    }

    static CanaryServer canaries() {
        return Objects.requireNonNull(canaries);
    }

    @Provide
    Arbitrary<String> shapes() {
        return Arbitraries.of(CanaryServer.SHAPES);
    }
}
