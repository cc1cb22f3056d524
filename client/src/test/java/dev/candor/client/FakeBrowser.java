package dev.candor.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.client.browser.Browser;
import dev.candor.client.browser.Cookies;
import dev.candor.client.browser.Json;
import dev.candor.client.browser.Links;
import dev.candor.client.browser.Network;
import dev.candor.client.browser.Script;
import dev.candor.client.browser.Storage;
import dev.candor.client.browser.Value;
import dev.candor.client.privacy.JavaPatterns;
import dev.candor.event.Batch;
import dev.candor.event.Click;
import dev.candor.event.Context;
import dev.candor.event.Message;
import dev.candor.event.RawJson;
import dev.candor.event.Versions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A browser whose time moves by hand and whose requests are kept instead of sent. */
final class FakeBrowser {
    record Request(String method, String url, String body, Network.Answer answer) {}

    final Map<String, String> cookies = new TreeMap<>();
    /** Shared by the pages of a browser. */
    Map<String, String> storage = new HashMap<>();

    final List<Request> requests = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final FakeScripting scripting = new FakeScripting();
    final FakePlace place = new FakePlace(scripting);
    final FakeSignals signals = new FakeSignals();
    final FakeTabs tabs = new FakeTabs();
    private final FakeTime time = new FakeTime(scripting);

    boolean beacons = true;
    boolean storageBlocked;
    boolean storageFull;
    boolean storageUnreadable;
    Map<String, String> data = new HashMap<>();
    /** What a request that isn't a beacon is answered; null for not at all. */
    @Nullable
    Integer status = 200;

    double retryAfterSeconds;

    final Map<String, BiConsumer<Value, @Nullable Runnable>> links = new HashMap<>();

    Browser browser() {
        return new Browser(
                time,
                warnings::add,
                cookies(),
                json(),
                linksRole(),
                network(),
                place,
                new JavaPatterns(),
                new FakeRandomness(time),
                script(),
                signals,
                storageRole(),
                tabs,
                time,
                scripting);
    }

    /** Starts the tracker as the script does. */
    FakeBrowser start() {
        new Wiring(browser(), scripting).install();
        scripting.settle();
        return this;
    }

    /** The page has been read to its end. */
    void complete() {
        signals.complete();
        scripting.settle();
    }

    /** Moves the clock, and does what is due on the way. */
    void advance(double ms) {
        time.advance(ms);
    }

    /** Does the one task that is due next. */
    void step() {
        time.step();
    }

    void sleep(double ms) {
        time.sleep(ms);
    }

    /** The events of each batch that was posted. */
    List<JsonNode> batches() {
        return requests.stream()
                .filter(request -> request.url().contains("/v1/"))
                .map(request -> (JsonNode) Bodies.events(request.body()))
                .toList();
    }

    static JsonNode read(String json) {
        try {
            return Collector.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json, e);
        }
    }

    /** Whether no timer is set. */
    boolean isIdle() {
        return time.isIdle();
    }

    void pushState(String path) {
        signals.pushes.forEach(Runnable::run);
        replaceState(path);
    }

    void replaceState(String path) {
        place.go(path);
        signals.addresses.forEach(Runnable::run);
    }

    void hide() {
        place.isVisible = false;
        signals.hiddens.forEach(Runnable::run);
        scripting.settle();
    }

    void show() {
        place.isVisible = true;
        signals.visibles.forEach(Runnable::run);
        scripting.settle();
    }

    void consent(String status) {
        cookies.put("candor_consent", status + ":" + Versions.POLICY + ":" + (long) (time.nowMs() / 1_000));
    }

    private Cookies cookies() {
        return new Cookies() {
            @Override
            public String all() {
                var all = new ArrayList<String>();
                cookies.forEach((name, value) -> all.add(name + "=" + value));
                return String.join("; ", all);
            }

            @Override
            public void expire(String name) {
                cookies.remove(name);
            }
        };
    }

    private Storage storageRole() {
        return new Storage() {
            @Override
            public @Nullable String get(String key) {
                return storageBlocked || storageUnreadable ? UNREADABLE : storage.get(key);
            }

            @Override
            public boolean set(String key, String value) {
                if (storageBlocked || storageFull) {
                    return false;
                }
                storage.put(key, value);
                return true;
            }

            @Override
            public void remove(String key) {
                storage.remove(key);
            }

            @Override
            public void close() {
                storageFull = true;
            }

            @Override
            public void each(String prefix, Consumer<String> task) {
                if (!storageBlocked) {
                    List.copyOf(storage.keySet()).stream()
                            .filter(key -> key.startsWith(prefix))
                            .forEach(task);
                }
            }
        };
    }

    private Network network() {
        return new Network() {
            @Override
            public void send(String method, String url, String body, Answer answer) {
                requests.add(new Request(method, url, body, answer));
                if (url.endsWith("/consent")) {
                    if (method.equals("DELETE")) {
                        cookies.remove("candor_consent");
                    } else {
                        consent(body.replaceAll(".*\"status\":\"([^\"]*).*", "$1"));
                    }
                }
                var answered = status;
                if (answered != null) {
                    time.after(5, () -> answer.arrived(answered, retryAfterSeconds));
                }
            }

            @Override
            public boolean beacon(String url, String body) {
                if (beacons) {
                    requests.add(new Request("POST", url, body, (ignored, after) -> {}));
                }
                return beacons;
            }
        };
    }

    private Script script() {
        return new Script() {
            @Override
            public Value data(String name) {
                return scripting.text(data.get(name));
            }

            @Override
            public String folder() {
                return "https://example.org";
            }
        };
    }

    private Links linksRole() {
        return new Links() {
            @Override
            public void watch(String event, Value elements, Listener listener) {
                links.put(event, listener::used);
            }
        };
    }

    private Json json() {
        return new Json() {
            @Override
            public String write(Context context) {
                return jackson(context);
            }

            @Override
            public String write(Message<RawJson> message, String context) {
                return jackson(message);
            }

            @Override
            public String write(Batch<RawJson, RawJson> batch) {
                return jackson(Bodies.shared((ObjectNode) read(jackson(batch))));
            }

            @Override
            public Value value(Click click) {
                return scripting.parse(jackson(click));
            }
        };
    }

    private static String jackson(Object record) {
        try {
            return Collector.JSON.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
