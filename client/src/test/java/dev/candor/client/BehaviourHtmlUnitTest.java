package dev.candor.client;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class BehaviourHtmlUnitTest {
    @TestFactory
    Stream<DynamicTest> inHtmlUnit() {
        return Behaviours.on(BehaviourRows.Where.HTMLUNIT, HtmlUnitPage::new);
    }
}
