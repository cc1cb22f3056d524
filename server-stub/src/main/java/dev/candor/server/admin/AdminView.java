package dev.candor.server.admin;

import dev.candor.server.consent.Answer;
import dev.candor.server.consent.Lock;
import dev.candor.server.dictionary.DescribedField;
import dev.candor.server.keepalive.KeepAlive;
import dev.candor.server.privacy.Finding;
import dev.candor.server.store.EventStore;
import dev.candor.server.store.KeptEvent;
import dev.candor.server.store.Statistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the admin's page shows.
 *
 * @param sharing whether the switch is on
 * @param lock why it cannot be used, or null
 * @param upstream where events go, or null when they stay here
 * @param statistics the numbers of the last days
 * @param scrubbed what the scrubber took out since the start
 * @param news what this version of the policy collects that the one before did not
 * @param setAside what the collector refused last
 * @param trouble what went wrong with the collector, or null
 * @param formToken the token that its forms carry
 * @param notice what just happened, or empty
 */
public record AdminView(
        boolean sharing,
        Answer answer,
        @Nullable Lock lock,
        @Nullable String upstream,
        EventStore.Counts counts,
        Space space,
        List<KeptEvent> events,
        List<EventStore.SetAside> setAside,
        Statistics statistics,
        Map<Finding, Long> scrubbed,
        List<DescribedField> news,
        Optional<KeepAlive.Next> keepAlive,
        @Nullable String trouble,
        String formToken,
        String notice) {

    /**
     * How the store is.
     *
     * @param percent how much of {@code CANDOR_STORE_MAX} is in use
     * @param trouble why events are not taken, or null while they are
     */
    public record Space(long percent, @Nullable String trouble) {}
}
