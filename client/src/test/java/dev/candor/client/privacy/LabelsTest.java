package dev.candor.client.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
    private final Patterns patterns = new JavaPatterns();
    private final Labels labels = new Labels(patterns, new Scrubber(patterns));

    @ParameterizedTest
    @ValueSource(strings = {"a", "free-plan", "v1.2.3", "a/b:c+d_e", "EUR", "step-2"})
    void aWordThatADeveloperChoseIsALabel(String text) {
        assertThat(labels.isLabel(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "two words",
                "ann@example.org",
                "10.1.2.3",
                "4111111111111111",
                "grün",
                "a\nb",
                "a\n",
                "(x)"
            })
    void whatAPersonMayHaveTypedIsNoLabel(String text) {
        assertThat(labels.isLabel(text)).isFalse();
    }

    @Test
    void aLabelHas64CharactersAtMost() {
        assertThat(labels.isLabel("x".repeat(64))).isTrue();
        assertThat(labels.isLabel("x".repeat(65))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Instance Active",
                "Item Purchased",
                "execute_ACTION_TRIGGERED",
                "x",
                "Größe gewählt",
                "Clicked: Sign-up!"
            })
    void wordsAreAnEventName(String text) {
        assertThat(labels.isEventName(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " x",
                "x ",
                "a  b",
                "a\tb",
                "a\nb",
                "a\n",
                "Mail to ann@example.org",
                "Order 4111111111111111"
            })
    void otherTextIsNoEventName(String text) {
        assertThat(labels.isEventName(text)).isFalse();
    }

    @Test
    void anEventNameHas64CharactersAtMost() {
        assertThat(labels.isEventName("x".repeat(64))).isTrue();
        assertThat(labels.isEventName("x".repeat(65))).isFalse();
    }

    @Test
    void aNumberIsFiniteAndNoCard() {
        assertThat(labels.isNumber(-12.5)).isTrue();
        assertThat(labels.isNumber(1_700_000_000_000d)).isTrue();
        for (double edge : new double[] {1e14, -1e14}) {
            assertThat(labels.isNumber(edge)).isFalse();
            assertThat(labels.isNumber(edge * 0.99)).isTrue();
        }
        assertThat(labels.isNumber(4_111_111_111_111_111d)).isFalse();
        assertThat(labels.isNumber(Double.NaN)).isFalse();
        assertThat(labels.isNumber(Double.POSITIVE_INFINITY)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "plan, true",
        "Item Purchased, true",
        "_a, true",
        "a__b, true",
        "constructors, true",
        "my prototype, true",
        "__proto__, false",
        "__a, false",
        "constructor, false",
        "prototype, false",
        "ann@example.org, false",
        "a  b, false",
    })
    void aPropertysNameIsAnEventsAndNoPrototypes(String text, boolean key) {
        assertThat(labels.isKey(text)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa", "ajs_1.2-x", "42a"})
    void whatMayStandForABrowserHasALetter(String text) {
        assertThat(labels.isRandomId(text)).isTrue();
        assertThat(labels.isRandomId("1".repeat(100 - text.length()) + text)).isTrue();
        assertThat(labels.isRandomId("1".repeat(101 - text.length()) + text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "42", "4111-1111-1111-1111", "192.168.10.7", "_", "a b", "ann@example.org", "a\n", "größe"})
    void anAddressOrANumberOfSomebodysIsNoRandomId(String text) {
        assertThat(labels.isRandomId(text)).isFalse();
    }
}
