package dev.candor.server.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.candor.event.Kind;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value on its own, where one character more makes the difference. */
class ValuesTest {
    @TempDir
    Path dir;

    private Values values;

    @BeforeEach
    void makeValues() {
        var patterns = new JavaPatterns();
        var scrubber = new DeepScrubber(patterns, finding -> {});
        var key = new InstanceKey(dir.resolve(InstanceKey.FILE));
        values = new Values(patterns, scrubber, new Words(patterns, scrubber), key, false, Set.of());
    }

    private @Nullable String treat(Kind kind, String name, String text) {
        var treated = values.treat(kind, name, TextNode.valueOf(text), JsonNodeFactory.instance.objectNode());
        return treated == null ? null : treated.textValue();
    }

    @Test
    void aPathHas512CharactersAtMost() {
        var path = "/ab".repeat(170) + "/a";
        assertThat(path).hasSize(512);
        assertThat(treat(Kind.ROUTE, "path", path)).isEqualTo(path);
        assertThat(treat(Kind.ROUTE, "path", path + "b")).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "locale, de-DE, de-DE",
        "locale, xx-DE,",
        "appMode, edit, edit",
        "appMode, view, view",
        "appMode, ann,",
        "size, small, small",
        "size, medium, medium",
        "size, huge,",
        "timezone, Europe/Berlin, Europe/Berlin",
        "timezone, Ann/Smith,",
        "tag, button, button",
        "tag, two words,",
        "tag, '', ''",
    })
    void aFixedValueIsOfItsVocabularyWhereThatIsKnown(String name, String value, @Nullable String expected) {
        assertThat(treat(Kind.FIXED, name, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"search", "userAgent", "title"})
    void whatIsNotUnderstoodStaysHome(String name) {
        assertThat(treat(Kind.SCRUBBED, name, "Ann Smith")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "email, true",
        "workEmail, true",
        "phone_number, true",
        "password, true",
        "apiToken, true",
        "userId, true",
        "user, true",
        "firstName, true",
        "ip, true",
        "sessionCount, true",
        "plan, false",
        "shipping, false",
        "userCount, false",
        "name, false",
    })
    void aNameForSomethingOfAPersonsIsOne(String name, boolean personal) {
        assertThat(AllowList.isPersonal(name)).isEqualTo(personal);
    }

    @ParameterizedTest
    @CsvSource({
        "Firefox/133.0, Firefox/133.0",
        "Firefox/133.0 Anns/1.0, Firefox/133.0",
        "Anns/1.0 Firefox/133.0, Firefox/133.0",
        "Firefox/ann, ''",
        "Mobile/15E148, Mobile/15E148",
        "Firefox/133.0 Mobile/20A362, Firefox/133.0 Mobile/15E148",
        "Mobile/Ann15, ''",
        "'Firefox/133.0 Mobile/20A362 [FBAN/FBIOS;FBDV/iPhone14,3]', ''",
        "'Firefox/133.0 Instagram 10.3.2 (iPhone9,3; iOS 10_2)', ''",
        "Firefox/133.0 (of Ann), ''",
    })
    void ofAUserAgentTheProductsThatAreKnownStay(String userAgent, String known) {
        assertThat(UserAgentWords.known(userAgent)).isEqualTo(known);
    }
}
