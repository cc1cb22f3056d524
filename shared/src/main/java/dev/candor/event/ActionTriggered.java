package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * The properties of {@value #EVENT}: a query of the product was run. What people typed is there as a keyed hash only:
 *
 * <pre>{@code {"appId":"612465f87b2230debedfc6","appMode":"edit","appName":"<hash>","datasource":{"name":"<hash>"},…}}</pre>
 */
public record ActionTriggered(
        @JsonPropertyDescription("The random id of the app in which the query stands.")
        @Collected(why = "count apps that use a plugin", kind = Kind.RANDOM_ID)
        String appId,

        @JsonPropertyDescription("edit or view.")
        @Collected(why = "tell building an app from using it", kind = Kind.FIXED)
        String appMode,

        @JsonPropertyDescription("The name of the app, as a keyed hash.")
        @Collected(why = "count apps that use a plugin", kind = Kind.TYPED)
        String appName,

        @JsonPropertyDescription("Where the query goes.")
        @Collected(why = "count the data sources that an app uses", kind = Kind.OBJECT)
        Datasource datasource,

        @JsonPropertyDescription("The random id of this installation.")
        @Collected(why = "count installations that use a plugin", kind = Kind.RANDOM_ID)
        String instanceId,

        @JsonPropertyDescription("Whether the app came with the product.")
        @Collected(why = "leave examples out of the counts", kind = Kind.BOOLEAN)
        boolean isExampleApp,

        @JsonPropertyDescription("Whether the query succeeded.")
        @Collected(why = "find plugins that fail", kind = Kind.BOOLEAN)
        boolean isSuccessfulExecution,

        @JsonPropertyDescription("The name of the query, as a keyed hash.")
        @Collected(why = "count queries", kind = Kind.TYPED)
        String name,

        @JsonPropertyDescription("The organization, as a keyed hash.")
        @Collected(why = "count organizations that use a plugin", kind = Kind.TYPED)
        String orgId,

        @JsonPropertyDescription("The part of the product that ran the query.")
        @Collected(why = "find the part that fails", kind = Kind.FIXED)
        String originService,

        @JsonPropertyDescription("The random id of the page in which the query stands.")
        @Collected(why = "count pages that use a plugin", kind = Kind.RANDOM_ID)
        String pageId,

        @JsonPropertyDescription("The name of the page, as a keyed hash.")
        @Collected(why = "count pages that use a plugin", kind = Kind.TYPED)
        String pageName,

        @JsonPropertyDescription("The plugin that ran the query, such as PostgreSQL.")
        @Collected(why = "see which plugins are used", kind = Kind.FIXED)
        String pluginName,

        @JsonPropertyDescription("The status that the plugin reported; empty for none.")
        @Collected(why = "find plugins that fail", kind = Kind.FIXED)
        String statusCode,

        @JsonPropertyDescription("How long the query took, in milliseconds.")
        @Collected(why = "find plugins that are slow", kind = Kind.NUMBER)
        long timeElapsed,

        @JsonPropertyDescription("The kind of plugin, such as DB or API.")
        @Collected(why = "see which kinds of plugins are used", kind = Kind.FIXED)
        String type,

        @JsonPropertyDescription("The person who ran the query, as a keyed hash.")
        @Collected(why = "count how many people run queries, without knowing who", kind = Kind.TYPED)
        String username) {
    /** The event's name. */
    public static final String EVENT = "execute_ACTION_TRIGGERED";
}
