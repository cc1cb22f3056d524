package dev.candor.client.privacy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The JVM's own regular expressions behind the seam. */
public final class JavaPatterns implements Patterns {
    private final Map<String, Pattern> compiled = new ConcurrentHashMap<>();

    @Override
    public boolean matches(String regex, String text) {
        return pattern(regex).matcher(text).find();
    }

    @Override
    public String replaceAll(String regex, String text, String replacement) {
        return pattern(regex).matcher(text).replaceAll(replacement);
    }

    private Pattern pattern(String regex) {
        return compiled.computeIfAbsent(regex, key -> Pattern.compile(key, Pattern.CASE_INSENSITIVE));
    }
}
