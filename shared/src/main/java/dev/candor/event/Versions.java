package dev.candor.event;

/** The versions that events and consent depend on. */
public final class Versions {
    /** The version of the data dictionary: goes up when a release collects something more; people are then asked again. */
    public static final int POLICY = 2;

    /** The version of the software that makes events; a test holds it against the build's own. */
    public static final String SOFTWARE = "0.1.0";

    private Versions() {}
}
