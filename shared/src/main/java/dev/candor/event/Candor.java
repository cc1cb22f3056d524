package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * What is said of the collecting itself: {@code {"dictionaryVersion":2,"lost":3}}. The instance's server writes the version when it
 * takes an event; the browser says in a batch's context how many events it lost, and the server notes that in the batch's first event.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Candor(
        @JsonPropertyDescription("The version of the data dictionary by which the event was collected.")
        @Collected(why = "know what an event could hold when it was collected", kind = Kind.NUMBER)
        @Nullable
        Integer dictionaryVersion,

        @JsonPropertyDescription("How many events the browser had no room for since the batch before; absent for none.")
        @Collected(why = "know how complete the counts are", kind = Kind.NUMBER)
        @Nullable
        Integer lost) {
    /** The stamp of the server that makes or takes an event. */
    public static Candor stamp() {
        return new Candor(Versions.POLICY, null);
    }
}
