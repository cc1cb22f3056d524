package dev.candor.server.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final List<String> TWO_VERSIONS = List.of(
            "version 1",
            "event FIXED",
            "context.locale FIXED",
            "",
            "version 2",
            "event FIXED",
            "context.locale SCRUBBED",
            "CLICK properties.tag FIXED");

    @Test
    void theHistoryEndsWithWhatTheModelsSay() {
        assertThat(History.load().complaints(Versions.POLICY, History.current()))
                .isEmpty();
    }

    @Test
    void aChangedModelAsksForANewVersion() {
        var changed = new LinkedHashMap<>(History.current());
        changed.put("context.screen", "FIXED");
        var complaints = History.load().complaints(Versions.POLICY, changed);
        assertThat(complaints).first().asString().contains("raise Versions.POLICY");
        assertThat(complaints).contains("  context.screen FIXED");
    }

    @Test
    void aRaisedVersionAsksForItsLines() {
        assertThat(History.load().complaints(Versions.POLICY + 1, History.current()))
                .hasSize(1);
    }

    @Test
    void aFieldIsAsOldAsItsKind() {
        assertThat(History.parse(TWO_VERSIONS).sinceByField())
                .containsEntry("event", 1)
                .containsEntry("context.locale", 2)
                .containsEntry("CLICK properties.tag", 2)
                .hasSize(3);
    }
}
