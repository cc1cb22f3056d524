package dev.candor.server.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String SIGNS = "0123456789-+:.TZtz ";

    private final Random random = new Random(1);

    @Test
    void whatIsWrittenByHandIsWhatJavaTimeWrites() {
        for (int i = 0; i < 20_000; i++) {
            var time = Instant.ofEpochSecond(
                    random.nextLong(-70_000_000_000L, 300_000_000_000L), random.nextInt(1_000_000_000));
            assertThat(Times.iso(time)).isEqualTo(FORM.format(time));
        }
    }

    @Test
    void whatIsReadByHandIsWhatJavaTimeReads() {
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder("20" + random.nextInt(10, 99) + "-0" + random.nextInt(10) + "-"
                    + random.nextInt(10, 33) + "T" + random.nextInt(10, 26) + ":" + random.nextInt(10, 62) + ":59."
                    + random.nextInt(100, 1000) + "Z");
            for (int j = random.nextInt(3); j > 1; j--) {
                text.setCharAt(random.nextInt(text.length()), SIGNS.charAt(random.nextInt(SIGNS.length())));
            }
            assertThat(Times.read(text.toString())).as(text.toString()).isEqualTo(byJavaTime(text.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "2024-02-29T23:59:59.999Z", "2023-02-29T00:00:00.000Z", "2024-12-31T24:00:00.000Z",
                        "2024-12-31T23:59:60.000Z",
                "0000-01-01T00:00:00.000Z", "2024-01-01T00:00:00+02:00", "2024-01-01T00:00Z", "+12024-01-01T00:00:00Z",
                        "2024-01-01"
            })
    void theEdgesAreJavaTimesToo(String text) {
        assertThat(Times.read(text)).isEqualTo(byJavaTime(text));
    }

    private static @Nullable Instant byJavaTime(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }
}
