package dev.candor.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.event.ActionTriggered;
import dev.candor.event.Campaign;
import dev.candor.event.Candor;
import dev.candor.event.Context;
import dev.candor.event.Library;
import dev.candor.event.Message;
import dev.candor.event.Page;
import dev.candor.event.Screen;
import dev.candor.server.CanaryServer.Canary;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

/**
 * Canaries: something personal is planted in each field and key, in every shape that people's data has, and must then be nowhere: not
 * in the store, its files, what is relayed, what the admin sees, a log, a metric or an answer.
 */
class CanaryTest extends Canaries {
    /** The fields of every record that a message holds, by path, and others that clients send. */
    private static List<List<String>> paths() {
        var paths = new ArrayList<List<String>>();
        collect(Message.class, List.of(), paths);
        collect(ActionTriggered.class, List.of("properties"), paths);
        collect(Context.class, List.of("context"), paths);
        collect(Page.class, List.of("context", "page"), paths);
        collect(Campaign.class, List.of("context", "campaign"), paths);
        collect(Candor.class, List.of("context", "candor"), paths);
        collect(Screen.class, List.of("context", "screen"), paths);
        collect(Library.class, List.of("context", "library"), paths);
        for (var name : new String[] {
            "userId",
            "groupId",
            "previousId",
            "traits.email",
            "traits.name",
            "context.traits.email",
            "context.device.id",
            "context.os.name",
            "context.location.city",
            "properties.email",
            "properties.note",
            "properties.a.b.c",
            "integrations.All",
            "options.x",
            "_metadata.x",
            "channel",
            "version"
        }) {
            paths.add(List.of(name.split("\\.", -1)));
        }
        return paths;
    }

    private static void collect(Class<?> record, List<String> above, List<List<String>> paths) {
        for (RecordComponent field : record.getRecordComponents()) {
            var path = new ArrayList<>(above);
            path.add(field.getName());
            paths.add(path);
        }
    }

    private static ObjectNode message(String event) {
        var message = JsonNodeFactory.instance.objectNode();
        message.put("type", "track").put("event", event);
        message.putObject("context");
        message.putObject("properties");
        return message;
    }

    private static void plant(ObjectNode message, List<String> path, String text) {
        ObjectNode at = message;
        for (var name : path.subList(0, path.size() - 1)) {
            at = at.get(name) instanceof ObjectNode known ? known : at.putObject(name);
        }
        at.put(path.get(path.size() - 1), text);
    }

    @Property(tries = 60)
    @Label("what is planted in a field's value is nowhere")
    void values(@ForAll Random random, @ForAll("shapes") String shape) throws Exception {
        var canary = Canary.of(random, shape);
        var messages = new ArrayList<ObjectNode>();
        for (var path : paths()) {
            if (path.equals(List.of("type")) || path.equals(List.of("event"))) {
                continue;
            }
            var message = message(random.nextBoolean() ? ActionTriggered.EVENT : "CLICK");
            plant(message, path, canary.text());
            messages.add(message);
            if (random.nextInt(8) == 0) {
                // Not each field with each shape, or it takes minutes.
                canaries().sendAsServer(message, canary);
            }
        }
        canaries().sendAsVisitor(messages, canary);
        canaries().assertNowhere(canary);
    }

    @Property(tries = 30)
    @Label("what is planted in a name, a list, the type or the event is nowhere")
    void names(@ForAll Random random, @ForAll("shapes") String shape) throws Exception {
        var canary = Canary.of(random, shape);
        for (var place : new String[] {"", "context", "properties", "traits", "integrations", "context.page"}) {
            var message = message("CLICK");
            var path = new ArrayList<>(place.isEmpty() ? List.<String>of() : Arrays.asList(place.split("\\.", -1)));
            path.add(canary.isAddress() ? canary.text() : canary.text() + "@example.org");
            plant(message, path, "x");
            canaries().sendAsVisitor(message, canary);
        }
        var lists = message("CLICK");
        var list = lists.withObject("/properties").putArray("list");
        list.add(canary.text()).addObject().put("deep", canary.text());
        canaries().sendAsVisitor(lists, canary);
        for (var field : new String[] {"type", "properties", "context", "timestamp", "messageId"}) {
            var wrong = message("CLICK");
            wrong.put(field, canary.text());
            canaries().sendAsVisitor(wrong, canary);
        }
        if (canary.isAddress()) {
            canaries().sendAsVisitor(message(canary.text()), canary);
        }
        canaries().assertNowhere(canary);
    }

    @Property(tries = 40)
    @Label("what is planted in a part of an address is nowhere")
    void addresses(@ForAll Random random) throws Exception {
        var canary = Canary.of(random, "%s@example.org");
        var messages = new ArrayList<ObjectNode>();
        for (var address : new String[] {
            "https://%s:pw@h.example/a",
            "https://h.example/app/%s@example.org/edit",
            "https://h.example/app/%s%%2540example.org/edit",
            "https://h.example/@%s",
            "https://h.example/a?name=%s",
            "https://h.example/a?utm_source=%s+Smith",
            "https://h.example/a?utm_%s=1",
            "https://h.example/a?utm_source=%s%%2540example.org",
            "https://h.example/a#%s",
            "mailto:%s",
            "%s",
        }) {
            for (var field : new String[] {"url", "path", "referrer", "search"}) {
                var message = message("CLICK");
                plant(message, List.of("context", "page", field), address.formatted(canary.word()));
                if (field.equals("referrer")) {
                    plant(message, List.of("context", "page", "url"), "https://h.example/b");
                }
                messages.add(message);
            }
        }
        canaries().sendAsVisitor(messages, canary);
        canaries().assertNowhere(canary);
    }
}
