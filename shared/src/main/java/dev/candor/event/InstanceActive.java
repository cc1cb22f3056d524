package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The properties of the keep-alive, {@value #EVENT}: {@code {"instanceId":"<uuid>"}}. */
public record InstanceActive(
        @JsonPropertyDescription("A random id of this installation, made at its first start.")
        @Collected(why = "count the installations that run", kind = Kind.RANDOM_ID)
        String instanceId) {
    /** The event's name. */
    public static final String EVENT = "Instance Active";
}
