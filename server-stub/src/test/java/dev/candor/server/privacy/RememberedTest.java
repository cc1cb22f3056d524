package dev.candor.server.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final List<String> tested = new ArrayList<>();
    private final Remembered<String> remembered = new Remembered<>();

    private boolean passes(String text) {
        return remembered.passes(text, it -> {
            tested.add(it);
            return it.startsWith("fine");
        });
    }

    @Test
    void whatPassedIsNotTestedAgain() {
        assertThat(passes("fine")).isTrue();
        assertThat(passes("fine")).isTrue();
        assertThat(tested).containsExactly("fine");
    }

    @Test
    void whatWasRefusedIsTestedEachTime() {
        assertThat(passes("bad")).isFalse();
        assertThat(passes("bad")).isFalse();
        assertThat(tested).containsExactly("bad", "bad");
    }

    private String cleaned(String text) {
        return remembered.cleaned(text, text, it -> {
            tested.add(it);
            return it.replace("bad", "");
        });
    }

    @Test
    void whatACleaningLeavesAsItIsIsNotCleanedAgain() {
        assertThat(cleaned("fine")).isEqualTo("fine");
        assertThat(cleaned("fine")).isEqualTo("fine");
        assertThat(tested).containsExactly("fine");
    }

    @Test
    void whatACleaningChangesIsCleanedEachTime() {
        assertThat(cleaned("bad word")).isEqualTo(" word");
        assertThat(cleaned("bad word")).isEqualTo(" word");
        assertThat(tested).containsExactly("bad word", "bad word");
    }

    @Test
    void itForgetsBeforeItGrowsTooLarge() {
        for (int i = 0; i < Remembered.MOST; i++) {
            passes("fine " + i);
        }
        assertThat(passes("fine 0")).isTrue();
        assertThat(tested).hasSize(Remembered.MOST);
        passes("fine and one more");
        assertThat(passes("fine 0")).isTrue();
        assertThat(tested).hasSize(Remembered.MOST + 2);
    }

    @Test
    void anAlarmIsRaisedForEachEventThatHasTheSame() {
        var found = new ArrayList<Finding>();
        var patterns = new JavaPatterns();
        var words = new Words(patterns, new DeepScrubber(patterns, found::add));
        assertThat(words.isLabel("ann@example.org")).isFalse();
        assertThat(words.isLabel("ann@example.org")).isFalse();
        assertThat(found).containsExactly(Finding.EMAIL, Finding.EMAIL);
    }
}
