package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The screen, as one of three classes: {@code {"size":"large"}}. Its measures would help to tell one machine from another. */
public record Screen(
        @JsonPropertyDescription("small for a width below 768, medium below 1280, else large.")
        @Collected(why = "decide which layouts to support", kind = Kind.FIXED)
        String size) {}
