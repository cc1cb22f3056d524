package dev.candor.server.dictionary;

import static java.util.Objects.requireNonNull;

import dev.candor.event.ActionTriggered;
import dev.candor.event.Batch;
import dev.candor.event.Click;
import dev.candor.event.Collected;
import dev.candor.event.InstanceActive;
import dev.candor.event.Message;
import dev.candor.event.PageLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each policy version collected: {@code dictionary-history.txt}, a line {@code version 1} and under it a line a field,
 * {@code context.page.path ROUTE}. A version that was released is never edited; a record that changed asks for a new one.
 *
 * @param versions the fields of each version and their kinds, oldest version first
 */
record History(TreeMap<Integer, Map<String, String>> versions) {
    private static final String FILE = "/dev/candor/event/dictionary-history.txt";
    private static final String VERSION = "version ";

    /** What stands before the fields around the events of one request. */
    static final String BATCH = "batch ";

    /** The history as it is kept. */
    static History load() {
        try (var in = requireNonNull(History.class.getResourceAsStream(FILE), FILE)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static History parse(List<String> lines) {
        var versions = new TreeMap<Integer, Map<String, String>>();
        for (var line : lines) {
            if (line.startsWith(VERSION)) {
                versions.put(Integer.parseInt(line.substring(VERSION.length()).strip()), new LinkedHashMap<>());
            } else if (!line.isBlank()) {
                int space = line.lastIndexOf(' ');
                versions.lastEntry().getValue().put(line.substring(0, space), line.substring(space + 1));
            }
        }
        return new History(versions);
    }

    /** What the event models say now, as a version's lines would. */
    static Map<String, String> current() {
        var fields = new LinkedHashMap<String, String>();
        collect(Batch.class, BATCH, fields);
        collect(Message.class, "", fields);
        collect(InstanceActive.class, InstanceActive.EVENT + " properties.", fields);
        collect(PageLoad.class, PageLoad.EVENT + " properties.", fields);
        collect(Click.class, Click.EVENT + " properties.", fields);
        collect(ActionTriggered.class, ActionTriggered.EVENT + " properties.", fields);
        return fields;
    }

    private static void collect(Class<?> type, String path, Map<String, String> into) {
        for (var component : type.getRecordComponents()) {
            var name = path + DataDictionary.wireName(component);
            into.put(
                    name,
                    requireNonNull(component.getAnnotation(Collected.class), name)
                            .kind()
                            .name());
            if (component.getType().isRecord() && !path.equals(BATCH)) {
                collect(component.getType(), name + ".", into);
            }
        }
    }

    /** The first version from which on a field has been collected as the kind that it now is. */
    Map<String, Integer> sinceByField() {
        var since = new LinkedHashMap<String, Integer>();
        var before = new LinkedHashMap<String, String>();
        versions.forEach((version, fields) -> {
            fields.forEach((field, kind) -> {
                if (!kind.equals(before.get(field))) {
                    since.put(field, version);
                }
            });
            before.clear();
            before.putAll(fields);
        });
        since.keySet().retainAll(before.keySet());
        return since;
    }

    /** What is wrong with the history beside today's models; empty when it fits. */
    List<String> complaints(int policyVersion, Map<String, String> now) {
        var complaints = new ArrayList<String>();
        if (versions.lastKey() != policyVersion) {
            complaints.add(
                    "The history ends with version " + versions.lastKey() + ", Versions.POLICY is " + policyVersion);
        } else if (!versions.lastEntry().getValue().equals(now)) {
            complaints.add("The event models collect something else than version " + policyVersion
                    + " says: raise Versions.POLICY and add the version's fields to dictionary-history.txt:");
            now.forEach((field, kind) -> {
                if (!kind.equals(versions.lastEntry().getValue().get(field))) {
                    complaints.add("  " + field + " " + kind);
                }
            });
        }
        return complaints;
    }
}
