package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * The page on which something happened, with ids and whatever looks personal replaced:
 *
 * <pre>{@code {"path":"/app/:id/edit","referrer":"https://example.org/applications","search":"",
 * "title":"Editor","url":"https://example.org/app/:id/edit"}}</pre>
 */
public record Page(
        @JsonPropertyDescription("The path of the page, with ids replaced by :id.")
        @Collected(why = "count how often each page is used", kind = Kind.ROUTE)
        String path,

        @JsonPropertyDescription("The address of the page before; of another site, only its origin.")
        @Collected(why = "see the ways that people take through the product", kind = Kind.ROUTE)
        String referrer,

        @JsonPropertyDescription(
                "The utm_ parameters of the address, and those that the administrator allows, whose values are single words.")
        @Collected(why = "see which announcements reach people", kind = Kind.SCRUBBED)
        String search,

        @JsonPropertyDescription(
                "The page's title, of a page whose path names no single thing, if nothing in it looks personal; else empty.")
        @Collected(why = "name a page in reports", kind = Kind.SCRUBBED)
        String title,

        @JsonPropertyDescription("The address of the page, made of the parts above.")
        @Collected(why = "be readable by existing collectors", kind = Kind.ROUTE)
        String url) {}
