package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Where a query goes: {@code {"name":"<hash>"}}. */
public record Datasource(
        @JsonPropertyDescription("The name of the data source, as a keyed hash.")
        @Collected(why = "count the data sources that an app uses", kind = Kind.TYPED)
        String name) {}
