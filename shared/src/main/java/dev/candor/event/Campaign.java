package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The {@code utm_} parameters of a page's address: {@code {"name":"launch","source":"newsletter"}}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Campaign(
        @JsonPropertyDescription("utm_content, if it is one word.")
        @Collected(why = "see which announcements reach people", kind = Kind.SCRUBBED)
        @Nullable
        String content,

        @JsonPropertyDescription("utm_medium, if it is one word.")
        @Collected(why = "see which announcements reach people", kind = Kind.SCRUBBED)
        @Nullable
        String medium,

        @JsonPropertyDescription("utm_campaign, if it is one word.")
        @Collected(why = "see which announcements reach people", kind = Kind.SCRUBBED)
        @Nullable
        String name,

        @JsonPropertyDescription("utm_source, if it is one word.")
        @Collected(why = "see which announcements reach people", kind = Kind.SCRUBBED)
        @Nullable
        String source,

        @JsonPropertyDescription("utm_term, if it is one word.")
        @Collected(why = "see which announcements reach people", kind = Kind.SCRUBBED)
        @Nullable
        String term) {}
