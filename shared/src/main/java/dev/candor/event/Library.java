package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The software that made an event: {@code {"name":"candor.js","version":"0.1.0"}}. */
public record Library(
        @JsonPropertyDescription("candor.js for the browser's tracker, candor-server for the instance's server.")
        @Collected(why = "read events of different senders apart", kind = Kind.FIXED)
        String name,

        @JsonPropertyDescription("Its version.")
        @Collected(why = "read events of different versions apart", kind = Kind.VERSION)
        String version) {}
