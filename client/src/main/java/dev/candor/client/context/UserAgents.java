package dev.candor.client.context;

import dev.candor.client.privacy.Patterns;

/** What a browser says it is, without what tells one machine from another of its kind. */
public final class UserAgents {
    private UserAgents() {}

    /** Minor versions become 0 and the model of a phone K, as in Chromium's own reduced form. */
    public static String reduced(Patterns patterns, String userAgent) {
        var system = patterns.replaceAll("(OS (?:X )?\\d+)[\\d_.]+", userAgent, "$1_0");
        var model = patterns.replaceAll("(Android\\W\\d+)[^)]*", system, "$1; K");
        return patterns.replaceAll("\\.\\d+", model, ".0");
    }
}
