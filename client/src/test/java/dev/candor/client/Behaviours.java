package dev.candor.client;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What the tracker does, one row a behaviour: the same rows for a plain JVM, HtmlUnit and Chromium. */
final class Behaviours {
    private Behaviours() {}

    static Stream<DynamicTest> on(BehaviourRows.Where runtime, Supplier<TestPage> pages) {
        return Stream.of(
                        new ConsentBehaviours(),
                        new CallBehaviours(),
                        new ArgumentBehaviours(),
                        new PeerBehaviours(),
                        new SuiteBehaviours(),
                        new SwapBehaviours(),
                        new PageViewBehaviours(),
                        new ClickBehaviours(),
                        new LinkBehaviours(),
                        new ContextBehaviours(),
                        new DeliveryBehaviours(),
                        new StubBehaviours(),
                        new GuestBehaviours(),
                        new GuardCallBehaviours(),
                        new GuardBrowserBehaviours(),
                        new MistakeBehaviours())
                .flatMap(concern -> concern.rows.stream())
                .filter(row -> !row.except().contains(runtime))
                .map(row -> DynamicTest.dynamicTest(row.behaviour(), () -> {
                    try (var page = pages.get()) {
                        row.check().accept(page);
                    }
                }));
    }
}
