package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * One event. The fields and their nesting are those of the Segment HTTP tracking API, in alphabetical order:
 *
 * <pre>{@code {"anonymousId":"0b62ab60-…","context":{…},"event":"APPLICATIONS_PAGE_LOAD","integrations":{},
 * "messageId":"…","originalTimestamp":"2020-11-04T10:52:14.616Z","properties":{},"receivedAt":"…","sentAt":"…",
 * "timestamp":"2020-11-04T10:52:14.748Z","type":"track","userId":null}}</pre>
 *
 * The browser leaves {@code originalTimestamp}, {@code receivedAt} and {@code sentAt} out; the instance's server adds
 * them. {@code userId} never holds a user's id: it is null in events of a browser and the instance's random id in events
 * of a server.
 *
 * @param <P> the properties: {@link RawJson} in the browser, a record such as {@link InstanceActive} or a JSON tree on
 *     the server
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Message<P>(
        @JsonPropertyDescription(
                "A random id of this browser, made after consent and deleted when consent is withdrawn.")
        @Collected(why = "tell one visit's path through the product from another's", kind = Kind.RANDOM_ID)
        @Nullable
        String anonymousId,

        @JsonPropertyDescription("The category of a page, given by the product's developers.")
        @Collected(why = "group page views", kind = Kind.FIXED)
        @Nullable
        String category,

        @JsonPropertyDescription("Where the event comes from.")
        @Collected(why = "read events of different versions and pages apart", kind = Kind.OBJECT)
        Context context,

        @JsonPropertyDescription("The name of what happened, such as APPLICATIONS_PAGE_LOAD, CLICK or Instance Active.")
        @Collected(why = "count how often each feature is used", kind = Kind.FIXED)
        @Nullable
        String event,

        @JsonPropertyDescription("Always empty; collectors that speak this format expect it.")
        @Collected(why = "be readable by existing collectors", kind = Kind.OBJECT)
        Integrations integrations,

        @JsonPropertyDescription("An id of this event: when it was made, and randomness.")
        @Collected(why = "store an event once even when it is sent twice", kind = Kind.RANDOM_ID)
        String messageId,

        @JsonPropertyDescription("The name of a page, given by the product's developers.")
        @Collected(why = "count how often each page is used", kind = Kind.FIXED)
        @Nullable
        String name,

        @JsonPropertyDescription("When it happened, by the clock of the sender.")
        @Collected(why = "correct clocks that are wrong", kind = Kind.TIME)
        @Nullable
        String originalTimestamp,

        @JsonPropertyDescription("What else is known of the event.")
        @Collected(why = "tell variants of the same event apart", kind = Kind.LABELS)
        P properties,

        @JsonPropertyDescription("When the instance's server took the event.")
        @Collected(why = "correct clocks that are wrong", kind = Kind.TIME)
        @Nullable
        String receivedAt,

        @JsonPropertyDescription("When the event was sent, by the clock of the sender.")
        @Collected(why = "correct clocks that are wrong", kind = Kind.TIME)
        @Nullable
        String sentAt,

        @JsonPropertyDescription("When it happened, by the clock of the receiver.")
        @Collected(why = "put events in order", kind = Kind.TIME)
        @Nullable
        String timestamp,

        @JsonPropertyDescription("The kind of call: track, page, screen, identify, group or alias.")
        @Collected(why = "be readable by existing collectors", kind = Kind.FIXED)
        String type,

        @JsonInclude(JsonInclude.Include.ALWAYS)
        @JsonPropertyDescription(
                "The instance's random id in events of a server; null in events of a browser. Never a user's id.")
        @Collected(why = "be readable by existing collectors", kind = Kind.RANDOM_ID)
        @Nullable
        String userId) {}
