package dev.candor.server.dictionary;

import java.util.List;

/** How to turn it off, a sentence each. */
final class WaysOff {
    static final List<String> ALL = List.of(
            "A visitor says no in the banner, at any time.",
            "The admin turns \u201cShare anonymous usage data\u201d off under Admin, General, or writes"
                    + " APPSMITH_DISABLE_TELEMETRY=true into docker.env and restarts.",
            "The operator sets APPSMITH_DISABLE_TELEMETRY=true, CANDOR_DISABLE_TELEMETRY=true or DO_NOT_TRACK=1 in the environment.");

    private WaysOff() {}
}
