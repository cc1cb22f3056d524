package dev.candor.server.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.event.ActionTriggered;
import dev.candor.server.privacy.Times;
import dev.candor.server.store.StoreFullException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events of the product's own server. A call returns at once, whatever the store does, and throws nothing into the product;
 * what waits is bounded, and what is not taken is counted. Another thread cleans, stores and relays, as for any event.
 */
public final class ProductEvents implements AutoCloseable {
    /** How many events may wait to be stored. */
    public static final int MOST_WAITING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ProductEvents.class);
    private static final Sender PRODUCT = new Sender(Sender.Kind.SERVER, Networks.NONE);
    private static final int MAX_EVENT_CHARS = 32 * 1024;
    /** The shortest, {@code "":1,}, has five characters. */
    private static final int MOST_PROPERTIES = MAX_EVENT_CHARS / 5;

    private static final int EVENTS_AT_ONCE = 100;
    private static final long CLOSE_SECONDS = 2;

    /** What became of an event. */
    public enum Outcome {
        /** It is on disk. */
        STORED,
        /** The instance shares nothing, so it was dropped. */
        OFF,
        /** Too many waited. */
        FULL,
        /** It has no proper name or is too large, or the store did not take it. */
        FAILED;

        /** Its name in the metrics. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Ingest ingest;
    private final MessageRules rules;
    private final BooleanSupplier allowed;
    private final Supplier<String> instanceId;
    private final Clock clock;
    private final ExecutorService executor;
    private final BlockingQueue<ObjectNode> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * Takes events until it is closed.
     *
     * @param allowed whether events may be taken now: the admin said yes, and nothing is disabled
     * @param instanceId asked only while events may be taken
     * @param executor what stores; of one thread
     */
    public ProductEvents(
            Ingest ingest,
            MessageRules rules,
            BooleanSupplier allowed,
            Supplier<String> instanceId,
            Clock clock,
            ExecutorService executor) {
        this.ingest = ingest;
        this.rules = rules;
        this.allowed = allowed;
        this.instanceId = instanceId;
        this.clock = clock;
        this.executor = executor;
        for (var outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
    }

    /**
     * A query of the product was run. What people typed leaves as a keyed hash only, and {@code instanceId} is filled in here.
     *
     * @return whether it waits to be stored
     */
    public boolean track(ActionTriggered action) {
        return taking(() -> message(ActionTriggered.EVENT, mapper.valueToTree(action)));
    }

    /**
     * Something else happened.
     *
     * @param event a name of up to 64 characters, words with single spaces, with nothing personal in it
     * @param properties booleans, numbers and short labels; anything else is withheld, and shown as withheld
     * @return whether it waits to be stored
     */
    public boolean track(String event, Map<String, ?> properties) {
        return taking(() -> message(event, labels(properties.entrySet())));
    }

    /** How many events there were of that outcome since the start. */
    public long count(Outcome outcome) {
        return counts.getOrDefault(outcome, new LongAdder()).sum();
    }

    /** Stores what waits, for two seconds at most; what is tracked afterwards is not taken. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the event; may fail in whatever way the product's own objects fail. */
    @FunctionalInterface
    private interface Making {
        ObjectNode message() throws InvalidBodyException;
    }

    private boolean taking(Making making) {
        try {
            var outcome = take(making);
            if (outcome == Outcome.STORED) {
                return true;
            }
            count(outcome, 1);
        } catch (InvalidBodyException | RuntimeException | StackOverflowError e) {
            LOG.debug("An event of the product was not taken: {}", e.getClass().getName());
            count(Outcome.FAILED, 1);
        }
        return false;
    }

    private Outcome take(Making making) throws InvalidBodyException {
        if (!allowed.getAsBoolean()) {
            return Outcome.OFF;
        }
        var message = making.message();
        if (executor.isShutdown() || message.toString().length() > MAX_EVENT_CHARS) {
            return Outcome.FAILED;
        }
        if (!waiting.offer(message)) {
            return Outcome.FULL;
        }
        if (scheduled.compareAndSet(false, true)) {
            executor.execute(this::store);
        }
        return Outcome.STORED;
    }

    private ObjectNode message(String event, ObjectNode properties) throws InvalidBodyException {
        var now = Times.iso(clock.instant());
        var message = JsonNodeFactory.instance.objectNode();
        message.put("type", "track").put("event", event);
        message.put("originalTimestamp", now).put("sentAt", now);
        message.set("properties", properties);
        rules.check(message, "");
        return message;
    }

    /**
     * What is no scalar is not looked into: an empty object stands in its place, and is withheld. Of more properties than an event
     * has room for, no more is read.
     */
    private ObjectNode labels(Set<? extends Map.Entry<String, ?>> properties) throws InvalidBodyException {
        var labels = JsonNodeFactory.instance.objectNode();
        for (var property : properties) {
            if (labels.size() >= MOST_PROPERTIES) {
                throw new InvalidBodyException("an event has at most 32 KB", true);
            }
            var value = property.getValue();
            boolean scalar =
                    value == null || value instanceof Boolean || value instanceof Number || value instanceof String;
            labels.set(property.getKey(), scalar ? mapper.valueToTree(value) : JsonNodeFactory.instance.objectNode());
        }
        return labels;
    }

    private void store() {
        scheduled.set(false);
        var some = new ArrayList<ObjectNode>();
        while (waiting.drainTo(some, EVENTS_AT_ONCE) > 0) {
            count(stored(List.copyOf(some)), some.size());
            some.clear();
        }
    }

    private Outcome stored(List<ObjectNode> events) {
        try {
            if (!allowed.getAsBoolean()) {
                return Outcome.OFF;
            }
            var id = instanceId.get();
            events.forEach(event -> fillIn(event, id));
            return ingest.take(new Body(events, null), PRODUCT, allowed) ? Outcome.STORED : Outcome.OFF;
        } catch (StoreFullException | IOException | RuntimeException e) {
            LOG.warn(
                    "Events of the product could not be stored: {}",
                    e.getClass().getName());
            return Outcome.FAILED;
        }
    }

    private static void fillIn(ObjectNode event, String instanceId) {
        if (event.path("event").asText().equals(ActionTriggered.EVENT)
                && event.get("properties") instanceof ObjectNode properties) {
            properties.put("instanceId", instanceId);
        }
    }

    private void count(Outcome outcome, int events) {
        counts.computeIfAbsent(outcome, one -> new LongAdder()).add(events);
    }
}
