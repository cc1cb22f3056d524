package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * What is posted to {@code /v1/batch}: {@code {"batch":[{…},{…}],"sentAt":"2020-11-04T10:52:14.618Z","writeKey":"…"}}.
 * A sentAt that stands here applies to each event that has none, and so does each member of a context.
 *
 * @param <B> the list of events: {@link RawJson} in the browser, which keeps events as text
 * @param <C> a {@link Context} or part of one: {@link RawJson} in the browser
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Batch<B, C>(
        @JsonPropertyDescription("The events, oldest first.")
        @Collected(why = "send many events in one request", kind = Kind.OBJECT)
        B batch,

        @JsonPropertyDescription("What of the context is the same for every event.")
        @Collected(why = "send what is common once", kind = Kind.OBJECT)
        @Nullable
        C context,

        @JsonPropertyDescription("When the batch was sent, by the clock of the sender.")
        @Collected(why = "correct clocks that are wrong", kind = Kind.TIME)
        String sentAt,

        @JsonPropertyDescription("The collector's key for the product; the same in every instance.")
        @Collected(why = "tell products apart at the collector", kind = Kind.FIXED)
        @Nullable
        String writeKey) {}
