package dev.candor.server.privacy;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fixed vocabularies that the server knows by heart; of the others it knows only that they are short labels. */
final class Vocabulary {
    private static final Pattern LOCALE =
            Pattern.compile("[a-z]{2,3}(?:[-_][A-Z][a-z]{3})?(?:[-_](?:[A-Z]{2}|\\d{3}))?");
    private static final Set<String> LANGUAGES = Arrays.stream(Locale.getAvailableLocales())
            .map(Locale::getLanguage)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> SIZES = Set.of("small", "medium", "large");
    private static final Set<String> MODES = Set.of("edit", "view");

    private static final Map<String, Predicate<String>> KNOWN = Map.of(
            "locale", Vocabulary::isLocale,
            "timezone", ZoneId.getAvailableZoneIds()::contains,
            "size", SIZES::contains,
            "appMode", MODES::contains);

    private Vocabulary() {}

    /** Whether a field of that name may have that value; true for a field whose vocabulary is not known. */
    static boolean has(String field, String value) {
        var known = KNOWN.get(field);
        return known == null || known.test(value);
    }

    private static boolean isLocale(String value) {
        return LOCALE.matcher(value).matches() && LANGUAGES.contains(value.split("[-_]", 2)[0]);
    }
}
