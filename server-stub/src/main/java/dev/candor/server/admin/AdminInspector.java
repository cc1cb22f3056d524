package dev.candor.server.admin;

import dev.candor.server.dictionary.DataDictionary;
import dev.candor.server.dictionary.DescribedEvent;
import dev.candor.server.http.Call;
import dev.candor.server.http.Reply;
import dev.candor.server.keepalive.KeepAlive;
import dev.candor.server.store.EventStore;
import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/** What left and what would: the events' own bytes, for the admin alone. */
final class AdminInspector {
    private static final int MAX_EVENTS = 1_000;

    private final EventStore store;
    private final KeepAlive keepAlive;

    AdminInspector(EventStore store, KeepAlive keepAlive) {
        this.store = store;
        this.keepAlive = keepAlive;
    }

    /** 200 with the last events; 400 for a limit that is no number from 1 to 1,000. */
    Reply events(Call call) throws IOException {
        var limit = call.query().getOrDefault("limit", "50");
        if (!limit.matches("\\d{1,4}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MAX_EVENTS) {
            return Reply.failure(400, "limit: has to be a number from 1 to " + MAX_EVENTS);
        }
        var counts = store.counts();
        var events = store.latest(Integer.parseInt(limit)).stream()
                .map(AdminInspector::shown)
                .collect(Collectors.joining(",", "[", "]"));
        var text = "{\"events\":" + events + ",\"waiting\":" + counts.waiting() + ",\"relayed\":" + counts.relayed()
                + ",\"refused\":" + counts.refused() + ",\"nextKeepAlive\":" + nextKeepAlive() + "}";
        return Reply.text(200, "application/json", text).with("Cache-Control", "no-store");
    }

    /** 200 with the last events as they were or will be relayed, one a line, to keep. */
    Reply download(Call call) throws IOException {
        var lines = store.latest(MAX_EVENTS).stream()
                .map(event -> event.json() + "\n")
                .collect(Collectors.joining());
        return Reply.text(200, "application/x-ndjson", lines)
                .with("Content-Disposition", "attachment; filename=\"candor-events.ndjson\"")
                .with("Cache-Control", "no-store");
    }

    /**
     * 200 with what would be sent now: what waits, the next keep-alive, and an example of each event that a yes would send.
     * {@code {"waiting":[{…}],"nextKeepAlive":{"due":"…","event":{…}},"examples":[{…}]}}.
     */
    Reply preview(Call call) throws IOException {
        var waiting = store.waiting(MAX_EVENTS, Long.MAX_VALUE).stream()
                .map(KeptEvent::json)
                .collect(Collectors.joining(",", "[", "]"));
        var examples = new DataDictionary()
                .events().stream().map(DescribedEvent::example).collect(Collectors.joining(",", "[", "]"));
        var text =
                "{\"waiting\":" + waiting + ",\"nextKeepAlive\":" + nextKeepAlive() + ",\"examples\":" + examples + "}";
        return Reply.text(200, "application/json", text).with("Cache-Control", "no-store");
    }

    /** 200 with how many visitors answered what: {@code {"answers":[{"day":"…","policyVersion":2,"answer":"granted","count":3}]}}. */
    Reply answers(Call call) throws IOException {
        return Reply.json(200, Map.of("answers", store.answers(MAX_EVENTS)));
    }

    /** The event's text is put in as it stands: what is shown is what is sent, byte for byte. */
    private static String shown(KeptEvent event) {
        return "{\"event\":" + event.json() + ",\"withheld\":" + event.withheld() + ",\"state\":\"" + event.state()
                + "\"}";
    }

    private String nextKeepAlive() throws IOException {
        return keepAlive
                .next()
                .map(next -> "{\"due\":\"" + next.due() + "\",\"event\":" + next.json() + "}")
                .orElse("null");
    }
}
