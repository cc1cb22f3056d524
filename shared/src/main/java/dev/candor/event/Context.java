package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * Where an event comes from:
 *
 * <pre>{@code {"candor":{…},"ip":"0.0.0.0","library":{…},"locale":"en-US","page":{…},"screen":{…},"timezone":"Europe/Berlin","userAgent":"…"}}</pre>
 *
 * Events of a server have {@code candor}, {@code ip} and {@code library} alone.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Context(
        @JsonPropertyDescription("The campaign that the page's address names, from its utm_ parameters.")
        @Collected(why = "see which announcements reach people", kind = Kind.OBJECT)
        @Nullable
        Campaign campaign,

        @JsonPropertyDescription("About the collecting itself.")
        @Collected(
                why = "know by which rules an event was collected, and how complete the counts are",
                kind = Kind.OBJECT)
        @Nullable
        Candor candor,

        @JsonPropertyDescription(
                "Always 0.0.0.0, so that no collector fills in an address; a network of at least 256 addresses if the admin chose CANDOR_IP=masked.")
        @Collected(why = "keep collectors from recording the address that they see", kind = Kind.FIXED)
        @Nullable
        String ip,

        @JsonPropertyDescription("The software that made the event.")
        @Collected(why = "read events of different versions apart", kind = Kind.OBJECT)
        Library library,

        @JsonPropertyDescription("The browser's language, such as en-US.")
        @Collected(why = "decide which translations to make", kind = Kind.FIXED)
        @Nullable
        String locale,

        @JsonPropertyDescription("The page on which it happened.")
        @Collected(why = "count how often each page is used", kind = Kind.OBJECT)
        @Nullable
        Page page,

        @JsonPropertyDescription("The screen's class.")
        @Collected(why = "decide which layouts to support", kind = Kind.OBJECT)
        @Nullable
        Screen screen,

        @JsonPropertyDescription("The browser's time zone, such as Europe/Berlin.")
        @Collected(why = "plan maintenance for hours in which few people work", kind = Kind.FIXED)
        @Nullable
        String timezone,

        @JsonPropertyDescription("The browser and the system it runs on, with their minor versions set to 0.")
        @Collected(why = "decide which browsers to support", kind = Kind.SCRUBBED)
        @Nullable
        String userAgent) {
    /** As events of the instance's own server have it: the software alone, and no address. */
    public static Context ofServer(Library library) {
        return new Context(null, Candor.stamp(), "0.0.0.0", library, null, null, null, null, null);
    }
}
