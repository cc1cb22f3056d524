package dev.candor.server.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.event.Context;
import dev.candor.event.Versions;
import dev.candor.server.privacy.AllowList;
import dev.candor.server.privacy.Withheld;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may stay of the contexts of one body's events. Those of a batch mostly share one, which is most of what there is to clean: it is
 * cleaned once for all that follow each other.
 */
final class Contexts {
    private static final Pattern NETWORK = Pattern.compile("(\\d{1,3}\\.){3}0|[0-9a-f:]{2,20}::");

    private final AllowList allowList;
    private final Sender sender;
    private @Nullable Cleaned last;

    /** A context as it came, and what became of it. */
    private record Cleaned(ObjectNode given, boolean relayed, ObjectNode passed, List<Withheld> withheld) {}

    Contexts(AllowList allowList, Sender sender) {
        this.allowList = allowList;
        this.sender = sender;
    }

    /** That of an event; not to be changed, as other events have it, too. What was taken out is added to the list. */
    ObjectNode pass(ObjectNode came, List<Withheld> withheld) {
        var given = MessageMaker.object(came, "context");
        boolean relayed = sender.kind() == Sender.Kind.RELAY && MessageMaker.relayed(came);
        var cleaned = last;
        if (cleaned == null || relayed != cleaned.relayed || !given.equals(cleaned.given)) {
            cleaned = clean(given, relayed);
            last = cleaned;
        }
        withheld.addAll(cleaned.withheld);
        return cleaned.passed;
    }

    private Cleaned clean(ObjectNode came, boolean relayed) {
        // A copy, since events may share what came; what stands below is not changed.
        var given = JsonNodeFactory.instance.objectNode();
        given.setAll(came);
        var ip = given.path("ip").asText("");
        given.put("ip", Networks.NONE);
        if (!relayed) {
            stamp(given);
        }
        var withheld = new ArrayList<Withheld>();
        var passed = allowList.pass(Context.class, given, "context.", withheld);
        boolean masked =
                sender.kind() == Sender.Kind.RELAY && NETWORK.matcher(ip).matches();
        passed.put("ip", masked ? ip : sender.ip());
        return new Cleaned(came, relayed, passed, withheld);
    }

    /** Whoever takes an event first says by which dictionary. How many were lost, the browser alone knows. */
    private static void stamp(ObjectNode context) {
        int lost = context.path("candor").path("lost").asInt();
        var candor = context.putObject("candor").put("dictionaryVersion", Versions.POLICY);
        if (lost > 0) {
            candor.put("lost", lost);
        }
    }
}
