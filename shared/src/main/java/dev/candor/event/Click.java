package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * The properties that every click has: {@code {"outbound":true,"role":"button","tag":"a"}}. The labels that the product's
 * developers put on the element stand beside them.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Click(
        @JsonPropertyDescription("True on a link that downloads a file.")
        @Collected(why = "count downloads", kind = Kind.BOOLEAN)
        @Nullable
        Boolean download,

        @JsonPropertyDescription("True on a link that leads to another site.")
        @Collected(why = "count the ways out of the product", kind = Kind.BOOLEAN)
        @Nullable
        Boolean outbound,

        @JsonPropertyDescription("The element's ARIA role, if it has one.")
        @Collected(why = "tell kinds of controls apart", kind = Kind.FIXED)
        @Nullable
        String role,

        @JsonPropertyDescription("The element's tag name in lower case, such as button.")
        @Collected(why = "tell kinds of controls apart", kind = Kind.FIXED)
        String tag) {
    /** The event's name, unless the element's data-track gives one. */
    public static final String EVENT = "CLICK";
}
