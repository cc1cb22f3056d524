package dev.candor.client;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class BehaviourHtmlUnitTest {
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> inHtmlUnit() {
        return Behaviours.on(BehaviourRows.Where.HTMLUNIT, HtmlUnitPage::new);
    }
}
