package dev.candor.server.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.candor.event.ActionTriggered;
import dev.candor.event.InstanceActive;
import dev.candor.event.Integrations;
import dev.candor.event.Message;
import dev.candor.event.Page;
import dev.candor.server.privacy.AllowList;
import dev.candor.server.privacy.Reasons;
import dev.candor.server.privacy.Times;
import dev.candor.server.privacy.Uuids;
import dev.candor.server.privacy.Values;
import dev.candor.server.privacy.Withheld;
import dev.candor.server.privacy.Words;
import dev.candor.server.store.Counted;
import dev.candor.server.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes of what came the event that is stored, shown and relayed: {@link Message}'s fields, in its order, and no others. */
public final class MessageMaker {
    private static final Set<String> IDENTITY = Set.of("userId", "traits", "groupId", "previousId");
    // Named by the server itself, or about the request rather than the event.
    private static final Set<String> ENVELOPE = Set.of("writeKey", "sentAt", "timestamp", "_metadata");
    private static final Set<String> NAMED = Set.of("page", "screen");
    private static final Duration LONGEST_DELAY = Duration.ofDays(365);

    private final AllowList allowList;
    private final Words words;
    private final Values values;
    private final RandomGenerator random;
    private final Supplier<String> instanceId;
    private final Consumer<List<Withheld>> seen;
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * A maker of messages.
     *
     * @param instanceId asked for each event of a server: its {@code userId}
     * @param seen told what was withheld from each event
     */
    public MessageMaker(
            AllowList allowList,
            Words words,
            Values values,
            RandomGenerator random,
            Supplier<String> instanceId,
            Consumer<List<Withheld>> seen) {
        this.allowList = allowList;
        this.words = words;
        this.values = values;
        this.random = random;
        this.instanceId = instanceId;
        this.seen = seen;
    }

    /** The events of one body, each as it is stored. */
    List<StoredEvent> make(List<ObjectNode> came, Sender sender, Instant now) {
        var contexts = new Contexts(allowList, sender);
        return came.stream().map(event -> make(event, sender, now, contexts)).toList();
    }

    private StoredEvent make(ObjectNode came, Sender sender, Instant now, Contexts contexts) {
        var withheld = new ArrayList<Withheld>();
        var known = allowList.fields(Message.class);
        var made = JsonNodeFactory.instance.objectNode();
        var kept = sender.kind() == Sender.Kind.RELAY ? time(came, "receivedAt") : null;
        var received = kept == null ? now : kept;
        var times = times(came, received, kept == null ? null : time(came, "timestamp"));
        var messageId = messageId(came, now, withheld);
        for (var name : known) {
            JsonNode value = switch (name) {
                case "anonymousId" -> anonymousId(came, withheld);
                case "category", "name" -> name(came, name, withheld);
                case "context" -> contexts.pass(came, withheld);
                case "event", "type" -> came.get(name);
                case "integrations" -> nested(Integrations.class, came, name, withheld);
                case "messageId" -> TextNode.valueOf(messageId);
                case "originalTimestamp", "receivedAt", "sentAt", "timestamp" -> times.get(name);
                case "properties" -> properties(came, withheld);
                case "userId" -> userId(came, sender, withheld);
                default -> throw new IllegalStateException("No rule for Message." + name);
            };
            if (value != null && (!value.isNull() || name.equals("userId"))) {
                made.set(name, value);
            }
        }
        withholdUnknown(came, withheld);
        seen.accept(withheld);
        return new StoredEvent(
                messageId,
                write(made),
                write(withheld),
                made.path("anonymousId").textValue(),
                Counted.of(made, received));
    }

    private void withholdUnknown(ObjectNode came, List<Withheld> withheld) {
        var known = allowList.fields(Message.class);
        came.fieldNames().forEachRemaining(name -> {
            if (IDENTITY.contains(name)) {
                if (!name.equals("userId") && came.hasNonNull(name)) {
                    withheld.add(new Withheld(name, Reasons.IDENTITY));
                }
            } else if (!known.contains(name) && !ENVELOPE.contains(name)) {
                withheld.add(
                        new Withheld(words.isLabel(name) ? name : "(a name that is withheld too)", Reasons.UNKNOWN));
            }
        });
    }

    private @Nullable JsonNode anonymousId(ObjectNode came, List<Withheld> withheld) {
        var given = came.path("anonymousId").asText("");
        return given.isEmpty() || came.get("anonymousId").isNull()
                ? null
                : TextNode.valueOf(kept(given, values.id(given), "anonymousId", withheld));
    }

    private static String kept(String given, String id, String name, List<Withheld> withheld) {
        if (!id.equals(given)) {
            withheld.add(new Withheld(name, Reasons.HASHED));
        }
        return id;
    }

    private @Nullable JsonNode name(ObjectNode came, String name, List<Withheld> withheld) {
        var value = came.get(name);
        if (value == null || value.isNull()) {
            return value;
        }
        // Of another event, it would be that of somebody or something.
        if (!NAMED.contains(came.path("type").asText())) {
            withheld.add(new Withheld(name, "only a page or a screen has one"));
            return null;
        }
        if (value.isTextual() && words.isEventName(value.textValue())) {
            return value;
        }
        withheld.add(new Withheld(name, "has to be a name of up to 64 characters with nothing personal in it"));
        return null;
    }

    private JsonNode properties(ObjectNode came, List<Withheld> withheld) {
        var given = object(came, "properties");
        var type = came.path("type").asText();
        return switch (came.path("event").asText()) {
            case InstanceActive.EVENT -> allowList.pass(InstanceActive.class, given, "properties.", withheld);
            case ActionTriggered.EVENT -> allowList.pass(ActionTriggered.class, given, "properties.", withheld);
            default -> {
                boolean view = type.equals("page") || type.equals("screen");
                List<Class<?>> records = view ? List.of(Page.class) : AllowList.ownProperties();
                yield allowList.passLabels(records, given, "properties.", withheld);
            }
        };
    }

    private JsonNode nested(Class<?> record, ObjectNode came, String name, List<Withheld> withheld) {
        return allowList.pass(record, object(came, name), name + ".", withheld);
    }

    static ObjectNode object(ObjectNode came, String name) {
        return came.get(name) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    private JsonNode userId(ObjectNode came, Sender sender, List<Withheld> withheld) {
        var given = came.path("userId").asText("");
        if (sender.kind() == Sender.Kind.RELAY && relayed(came)) {
            return given.isEmpty() || !came.hasNonNull("userId")
                    ? JsonNodeFactory.instance.nullNode()
                    : TextNode.valueOf(kept(given, values.id(given), "userId", withheld));
        }
        if (came.hasNonNull("userId")) {
            withheld.add(new Withheld("userId", Reasons.IDENTITY));
        }
        return sender.kind() == Sender.Kind.SERVER
                ? TextNode.valueOf(instanceId.get())
                : JsonNodeFactory.instance.nullNode();
    }

    private String messageId(ObjectNode came, Instant now, List<Withheld> withheld) {
        var given = came.hasNonNull("messageId") ? came.get("messageId").asText() : "";
        return given.isEmpty()
                ? Uuids.sortable(now, random)
                : kept(given, values.messageId(given), "messageId", withheld);
    }

    /**
     * The four times. {@code timestamp} is {@code receivedAt − (sentAt − originalTimestamp)}, so that a sender's wrong clock
     * does not matter; a missing or impossible sentAt means receivedAt.
     *
     * @param happened the timestamp that an instance worked out already, or null
     */
    private static ObjectNode times(ObjectNode came, Instant received, @Nullable Instant happened) {
        var times = JsonNodeFactory.instance.objectNode();
        var sent = time(came, "sentAt");
        var given = time(came, "originalTimestamp");
        var original = given != null || relayed(came) ? given : time(came, "timestamp");
        put(times, "originalTimestamp", original);
        put(times, "receivedAt", received);
        put(times, "sentAt", sent);
        put(times, "timestamp", happened == null ? corrected(original, sent, received) : happened);
        return times;
    }

    private static Instant corrected(@Nullable Instant original, @Nullable Instant sent, Instant received) {
        if (original == null || sent == null) {
            return received;
        }
        var delay = Duration.between(original, sent);
        boolean possible = !delay.isNegative() && delay.compareTo(LONGEST_DELAY) <= 0;
        return possible ? received.minus(delay) : received;
    }

    static boolean relayed(ObjectNode came) {
        return came.hasNonNull("receivedAt");
    }

    private static @Nullable Instant time(ObjectNode came, String name) {
        var text = came.path(name).textValue();
        return text == null ? null : Times.read(text);
    }

    private static void put(ObjectNode times, String name, @Nullable Instant time) {
        if (time != null) {
            times.put(name, Times.iso(time));
        }
    }

    private String write(List<Withheld> withheld) {
        return withheld.isEmpty() ? "[]" : write((Object) withheld);
    }

    private String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree and plain records can always be written", e);
        }
    }
}
