package dev.candor.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What the tracker does in one concern, one row a behaviour. */
abstract class BehaviourRows {
    enum Where {
        JVM,
        HTMLUNIT,
        CHROMIUM
    }

    record Row(String behaviour, Set<Where> except, Consumer<TestPage> check) {}

    static final String ROUTES = "data-routes='{\"/applications\":\"APPLICATIONS\",\"/app/:id/edit\":\"EDITOR\"}'";
    static final String SAVED =
            ".then(function (c) { window.r = JSON.stringify(c.event) }, function (e) { window.r = e.message })";
    static final Set<Where> REAL = Set.of(Where.JVM);
    /** HtmlUnit drops requests when it leaves a page, and tells the page nothing. */
    static final Set<Where> CHROMIUM = Set.of(Where.JVM, Where.HTMLUNIT);

    final List<Row> rows = new ArrayList<>();

    final void row(String behaviour, Consumer<TestPage> check) {
        row(behaviour, Set.of(), check);
    }

    final void row(String behaviour, Set<Where> except, Consumer<TestPage> check) {
        rows.add(new Row(behaviour, except, check));
    }

    static TestPage granted(TestPage page) {
        return page.consent("granted").script("data-auto=\"off\"").open("/applications");
    }

    static List<String> names(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("event").asText(event.path("type").asText()))
                .toList();
    }
}
