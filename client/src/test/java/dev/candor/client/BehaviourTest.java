package dev.candor.client;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class BehaviourTest {
    @TestFactory
    Stream<DynamicTest> onAPlainJvm() {
        return Behaviours.on(BehaviourRows.Where.JVM, FakePage::new);
    }
}
