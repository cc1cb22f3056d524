package dev.candor.event;

/** The properties of a page view, {@code {}}: the route's name is in the event's, such as APPLICATIONS_PAGE_LOAD. */
public record PageLoad() {
    /** The event's name on a page of no named route; after the route's name and an underscore on others. */
    public static final String EVENT = "PAGE_LOAD";
}
