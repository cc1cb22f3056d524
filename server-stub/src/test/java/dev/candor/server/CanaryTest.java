package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.event.ActionTriggered;
import dev.candor.event.Campaign;
import dev.candor.event.Context;
import dev.candor.event.Library;
import dev.candor.event.Message;
import dev.candor.event.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.RecordComponent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Canaries: something personal is planted in each field, key, header and part of an address, in every shape that people's data
 * has, and must then be nowhere: not in the store, its files, what is relayed, what the admin sees, a log, a metric or an
 * answer.
 */
class CanaryTest {
    /** What the instance of the run leaves behind. */
    private static Path dir = Path.of("");

    private static @Nullable TestServer server;
    private static @Nullable Receiver receiver;
    private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();
    private static final Set<String> TEXTS = Set.of(
            "name",
            "category",
            "context.userAgent",
            "context.page.title",
            "context.campaign.content",
            "context.campaign.medium",
            "context.campaign.name",
            "context.campaign.source",
            "context.campaign.term");
    private static final PrintStream STANDARD_ERROR = System.err;
    private static int sent;

    @BeforeContainer
    static void start() throws Exception {
        System.setErr(new PrintStream(LOG, true, StandardCharsets.UTF_8));
        dir = Files.createTempDirectory("canary");
        receiver = new Receiver();
        server = TestServer.start(
                dir, "CANDOR_SHARE", "yes", "CANDOR_UPSTREAM_URL", receiver.url(), "CANDOR_WRITE_KEY", "canary-key");
    }

    @AfterContainer
    static void stop() throws Exception {
        System.setErr(STANDARD_ERROR);
        server().close();
        receiver().close();
        try (var files = Files.walk(dir)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static TestServer server() {
        return Objects.requireNonNull(server);
    }

    private static Receiver receiver() {
        return Objects.requireNonNull(receiver);
    }

    /** A person's data, around a word that is nowhere else. */
    private record Canary(String word, String text) {}

    @Provide
    Arbitrary<String> shapes() {
        return Arbitraries.of(
                "%s@example.org",
                "%s.smith+x@mail.example.co.uk",
                "%s%%40example.org",
                "Ms %s Smith",
                "Hello, %s!",
                "%s\n",
                " %s",
                "<b>%s</b>",
                "%s is ill",
                "the secret of %s",
                "{\"name\":\"%s\"}",
                "SELECT * FROM t WHERE n = '%s'");
    }

    /** A title or a name that developers give is words: of those only what looks personal can be told apart. */
    private static boolean isText(List<String> path) {
        return TEXTS.contains(String.join(".", path));
    }

    private static boolean isAddress(String shape) {
        return shape.contains("@") || shape.contains("%%40");
    }

    /** The fields of every record that a message holds, by path, with what each holds. */
    private static List<List<String>> paths() {
        var paths = new ArrayList<List<String>>();
        collect(Message.class, List.of(), paths);
        collect(ActionTriggered.class, List.of("properties"), paths);
        collect(Context.class, List.of("context"), paths);
        collect(Page.class, List.of("context", "page"), paths);
        collect(Campaign.class, List.of("context", "campaign"), paths);
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
        var canary = canary(random, shape);
        for (var path : paths()) {
            if (path.equals(List.of("type")) || path.equals(List.of("event")) || (isText(path) && !isAddress(shape))) {
                continue;
            }
            var message = message(random.nextBoolean() ? ActionTriggered.EVENT : "CLICK");
            plant(message, path, canary.text);
            send(message, canary);
            if (random.nextInt(8) > 0) {
                // Not each field with each shape, or it takes minutes.
                continue;
            }
            sendAsServer(message, canary);
        }
        assertNowhere(canary);
    }

    @Property(tries = 30)
    @Label("what is planted in a name, a list, the type or the event is nowhere")
    void names(@ForAll Random random, @ForAll("shapes") String shape) throws Exception {
        var canary = canary(random, shape);
        for (var place : new String[] {"", "context", "properties", "traits", "integrations", "context.page"}) {
            var message = message("CLICK");
            var path = new ArrayList<>(place.isEmpty() ? List.<String>of() : Arrays.asList(place.split("\\.", -1)));
            path.add(isAddress(shape) ? canary.text : canary.text + "@example.org");
            plant(message, path, "x");
            send(message, canary);
        }
        var lists = message("CLICK");
        ArrayNode list = lists.withObject("/properties").putArray("list");
        list.add(canary.text).addObject().put("deep", canary.text);
        send(lists, canary);
        for (var field : new String[] {"type", "properties", "context", "timestamp", "messageId"}) {
            var wrong = message("CLICK");
            wrong.put(field, canary.text);
            send(wrong, canary);
        }
        if (isAddress(shape)) {
            send(message(canary.text), canary);
        }
        assertNowhere(canary);
    }

    @Property(tries = 20)
    @Label("what is planted in a header, an address or a body that is none is nowhere")
    void requests(@ForAll Random random, @ForAll("shapes") String shape) throws Exception {
        var canary = canary(random, shape);
        var text = canary.text.replaceAll("[^ -~]", "");
        var event = message("CLICK").toString();
        var granted = TestServer.cookie("granted");
        for (var header : new String[] {
            "User-Agent",
            "Referer",
            "X-Forwarded-For",
            "Forwarded",
            "X-Real-IP",
            "Authorization",
            "Accept-Language",
            "X-Canary"
        }) {
            server().post("/v1/t", event, granted[0], granted[1], header, text);
        }
        server().post("/v1/t", event, "Cookie", "candor_consent=" + text.replaceAll("[^A-Za-z0-9@.]", ""));
        var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        for (var address : new String[] {
            "/v1/t?x=" + encoded,
            "/" + encoded,
            "/v1/" + encoded,
            "/v1/projects/" + encoded + "/settings",
            "/app/" + encoded + "/edit"
        }) {
            assertThat(server().post(address, event, granted).body()).doesNotContain(canary.word);
        }
        for (var body : new String[] {
            canary.text,
            "{\"event\":" + canary.text,
            "[\"" + canary.word + "\"]",
            "{\"" + canary.word + "\":",
            "\"" + canary.word + "\""
        }) {
            for (var path : new String[] {"/v1/t", "/v1/batch", "/consent"}) {
                assertThat(server().post(path, body, granted).body()).doesNotContain(canary.word);
            }
        }
        server().post("/admin/sign-in", "token=" + encoded);
        assertNowhere(canary);
    }

    @Property(tries = 1)
    @Label("of a million user names, none is a value that leaves")
    void dictionary(@ForAll Random random) throws Exception {
        var names = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            names.add(word(random));
        }
        for (var name : names) {
            var message = message(ActionTriggered.EVENT);
            for (var field : new String[] {"username", "orgId", "appName", "pageName", "name"}) {
                message.withObject("/properties").put(field, name);
            }
            sendAsServer(message, new Canary(name, name));
        }
        // And as many more that nobody sent, against each value: a hash may not be some name's by chance or by design.
        while (names.size() < 1_000_000) {
            names.add(word(random));
        }
        everything();
        var values = new HashSet<String>();
        for (var event : receiver().events()) {
            collectValues(event, values);
        }
        assertThat(values).hasSizeGreaterThan(200);
        assertThat(names).noneMatch(values::contains);
    }

    private static void collectValues(JsonNode node, Set<String> values) {
        if (node.isTextual()) {
            values.add(node.textValue());
        }
        node.forEach(child -> collectValues(child, values));
    }

    private static Canary canary(Random random, String shape) {
        var word = word(random);
        return new Canary(word, shape.formatted(word));
    }

    private static String word(Random random) {
        var word = new StringBuilder("zq");
        for (int i = 0; i < 10; i++) {
            word.append((char) ('g' + random.nextInt(20)));
        }
        return word.toString();
    }

    private static void send(ObjectNode message, Canary canary) throws Exception {
        sent++;
        var reply = server().post("/v1/batch", "{\"batch\":[" + message + "]}", TestServer.cookie("granted"));
        assertThat(reply.statusCode()).isIn(200, 400);
        assertThat(reply.body()).doesNotContain(canary.word);
    }

    private static void sendAsServer(ObjectNode message, Canary canary) throws Exception {
        sent++;
        var reply = server().post("/v1/batch", "{\"writeKey\":\"canary-key\",\"batch\":[" + message + "]}");
        assertThat(reply.statusCode()).isIn(200, 400);
        assertThat(reply.body()).doesNotContain(canary.word);
    }

    private static void assertNowhere(Canary canary) throws Exception {
        assertThat(sent).isPositive();
        assertThat(everything().contains(canary.word))
                .as("%s is somewhere", canary.text)
                .isFalse();
    }

    /** All that the server keeps, sends, shows and says. */
    private static String everything() throws Exception {
        Eventually.see(
                () -> server().get("/metrics").body(), body -> body.contains("candor_events{state=\"waiting\"} 0"));
        var all = new StringBuilder(LOG.toString(StandardCharsets.UTF_8));
        for (var one : receiver().received()) {
            all.append(one.body());
        }
        all.append(server().get("/metrics").body());
        all.append(server().asAdmin("GET", "/admin/events?limit=1000", "").body());
        all.append(files());
        return all.toString();
    }

    private static String files() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(dir)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
