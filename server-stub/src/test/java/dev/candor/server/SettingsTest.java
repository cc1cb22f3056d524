package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list that people read is what the code does. */
class SettingsTest {
    private static final Path SOURCE = Path.of("src/main/java/dev/candor/server");
    private static final Pattern NAME = Pattern.compile("\"((?:PORT|HOST)|[A-Z]+(?:_[A-Z]+)+)\"");

    @TempDir
    Path dir;

    static Iterable<Settings.Setting> withDefaults() {
        return Settings.ALL.stream().filter(one -> !one.otherwise().isEmpty()).toList();
    }

    @Test
    void everyVariableThatIsReadIsListedAndNoOther() throws Exception {
        var read = new TreeSet<String>();
        for (var file : new String[] {"Configuration.java", "Variables.java", "consent/Sharing.java"}) {
            NAME.matcher(Files.readString(SOURCE.resolve(file))).results().forEach(name -> read.add(name.group(1)));
        }
        assertThat(Settings.ALL).extracting(Settings.Setting::name).containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void aNameThatIsNoSettingIsFound() {
        assertThat(Settings.unknown(Set.of("CANDOR_DISABLE_TELEMTRY", "CANDOR_SHARE", "PATH", "APPSMITH_MAIL")))
                .containsExactly("CANDOR_DISABLE_TELEMTRY");
    }

    @ParameterizedTest
    @MethodSource("withDefaults")
    void theDefaultIsWhatCountsWhenItIsNotSet(Settings.Setting one) throws Exception {
        assertThat(shown(Map.of(one.name(), one.otherwise()))).isEqualTo(shown(Map.of()));
    }

    /** All that was read, but the file, which is no value. */
    private String shown(Map<String, String> environment) throws Exception {
        return Configuration.read(environment, dir).toString().replaceFirst("EnvFile@[0-9a-f]+", "");
    }

    @Test
    void theDocumentHasTheTable() throws Exception {
        var document = Path.of("..", "docs", "configuration.md");
        var text = Files.readString(document);
        var table = Pattern.compile("(?s)\\| variable .*?\\|\n(?!\\|)").matcher(text);
        assertThat(table.find()).isTrue();
        if (System.getProperty("settings.update") != null) {
            Files.writeString(document, text.replace(table.group(), Settings.markdown()));
            return;
        }
        assertThat(table.group()).isEqualTo(Settings.markdown());
    }
}
