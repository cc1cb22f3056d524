package dev.candor.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.candor.client.browser.Browser;
import dev.candor.client.browser.Clock;
import dev.candor.client.browser.Cookies;
import dev.candor.client.browser.Element;
import dev.candor.client.browser.Json;
import dev.candor.client.browser.Links;
import dev.candor.client.browser.Network;
import dev.candor.client.browser.Page;
import dev.candor.client.browser.Randomness;
import dev.candor.client.browser.Script;
import dev.candor.client.browser.Signals;
import dev.candor.client.browser.Storage;
import dev.candor.client.browser.Tabs;
import dev.candor.client.browser.Timers;
import dev.candor.client.browser.Value;
import dev.candor.client.privacy.JavaPatterns;
import dev.candor.event.Batch;
import dev.candor.event.Click;
import dev.candor.event.Message;
import dev.candor.event.RawJson;
import dev.candor.event.Versions;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A browser whose time moves by hand and whose requests are kept instead of sent. */
final class FakeBrowser {
    record Request(String method, String url, String body, Network.Answer answer) {}

    private record Task(double atMs, int order, Runnable what) {}

    final Map<String, String> cookies = new TreeMap<>();
    /** Shared by the pages of a browser. */
    Map<String, String> storage = new HashMap<>();

    final List<Request> requests = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final FakeScripting scripting = new FakeScripting();
    /** The other tabs' listeners. */
    final List<Runnable> tabs = new ArrayList<>();

    boolean globalPrivacyControl;
    boolean doNotTrack;
    boolean beacons = true;
    boolean storageBlocked;
    boolean storageFull;
    boolean storageUnreadable;
    boolean isVisible = true;
    /** Until {@link #complete}. */
    boolean loading;

    String href = "https://example.org/";
    String canonical = "";
    String referrer = "";
    String title = "Editor";
    String userAgent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/143.0.6000.10 Safari/537.36";
    Map<String, String> data = new HashMap<>();
    /** What a request that isn't a beacon is answered; null for not at all. */
    @Nullable
    Integer status = 200;

    double retryAfterSeconds;

    final List<Runnable> pushes = new ArrayList<>();
    final List<Runnable> addresses = new ArrayList<>();
    final List<Runnable> restores = new ArrayList<>();
    final List<Runnable> visibles = new ArrayList<>();
    final List<Runnable> hiddens = new ArrayList<>();
    final List<Runnable> storeds = new ArrayList<>();
    final List<Runnable> onlines = new ArrayList<>();
    final List<Runnable> completes = new ArrayList<>();
    final List<Consumer<Element>> clicks = new ArrayList<>();
    final Map<String, BiConsumer<Value, @Nullable Runnable>> links = new HashMap<>();

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingDouble(Task::atMs).thenComparingInt(Task::order));
    private double nowMs = Instant.parse("2026-11-24T10:00:00Z").toEpochMilli();
    private int order;

    Browser browser() {
        return new Browser(
                clock(),
                warnings::add,
                cookies(),
                json(),
                linksRole(),
                network(),
                page(),
                new JavaPatterns(),
                randomness(),
                script(),
                signals(),
                storageRole(),
                tabsRole(),
                timers(),
                scripting);
    }

    /** Starts the tracker as the script does. */
    FakeBrowser start() {
        new Wiring(browser(), scripting).install();
        settle();
        return this;
    }

    /** The page has been read to its end. */
    void complete() {
        loading = false;
        completes.forEach(Runnable::run);
        settle();
    }

    /** Moves the clock, and does what is due on the way. */
    void advance(double ms) {
        var until = nowMs + ms;
        settle();
        while (!tasks.isEmpty() && tasks.peek().atMs() <= until) {
            var task = tasks.remove();
            nowMs = Math.max(nowMs, task.atMs());
            task.what().run();
            settle();
        }
        nowMs = until;
    }

    /** The events of each batch that was posted. */
    List<JsonNode> batches() {
        return requests.stream()
                .filter(request -> request.url().contains("/v1/"))
                .map(request -> read(request.body()).get("batch"))
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
        return tasks.isEmpty();
    }

    private void settle() {
        scripting.settle();
    }

    void pushState(String path) {
        pushes.forEach(Runnable::run);
        replaceState(path);
    }

    void replaceState(String path) {
        href = path.startsWith("/")
                ? part(href, 1) + path
                : URI.create(href).resolve(path).toString();
        addresses.forEach(Runnable::run);
    }

    void hide() {
        isVisible = false;
        hiddens.forEach(Runnable::run);
        settle();
    }

    void show() {
        isVisible = true;
        visibles.forEach(Runnable::run);
        settle();
    }

    void consent(String status) {
        cookies.put("candor_consent", status + ":" + Versions.POLICY + ":" + (long) (nowMs / 1_000));
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public String now() {
                return iso(nowMs);
            }

            @Override
            public String time(Value value) {
                var time = FakeScripting.time(value);
                return iso(Double.isNaN(time) ? nowMs : time);
            }

            @Override
            public double secondsSince(String epochSeconds) {
                return nowMs / 1_000 - Double.parseDouble("0" + epochSeconds);
            }

            @Override
            public double age(String time) {
                try {
                    return (nowMs - Instant.parse(time).toEpochMilli()) / 1_000;
                } catch (DateTimeParseException e) {
                    return Double.NaN;
                }
            }
        };
    }

    static String iso(double ms) {
        var text = Instant.ofEpochMilli((long) ms).toString();
        return text.length() == 20 ? text.replace("Z", ".000Z") : text;
    }

    private Timers timers() {
        return new Timers() {
            @Override
            public void soon(Runnable task) {
                scripting.soon(task);
            }

            @Override
            public void after(double delayMs, Runnable task) {
                tasks.add(new Task(nowMs + delayMs, order++, task));
            }
        };
    }

    private Randomness randomness() {
        return new Randomness() {
            private long ticks;

            @Override
            public String uuid() {
                return UUID.randomUUID().toString();
            }

            @Override
            public String sortableUuid() {
                ticks = Math.max(ticks + 1, (long) (nowMs * 4096));
                return "%08x-%04x-7%03x".formatted(ticks >> 28, ticks >> 12 & 0xFFFF, ticks & 0xFFF)
                        + uuid().substring(18);
            }

            @Override
            public double fraction() {
                return 0.5;
            }
        };
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
            public void each(String prefix, Consumer<String> task) {
                if (!storageBlocked) {
                    List.copyOf(storage.keySet()).stream()
                            .filter(key -> key.startsWith(prefix))
                            .forEach(task);
                }
            }
        };
    }

    private Tabs tabsRole() {
        return new Tabs() {
            @Override
            public void tell() {
                tabs.forEach(Runnable::run);
            }

            @Override
            public void onTold(Runnable listener) {
                told = listener;
            }

            @Override
            public void inTurn(Consumer<Runnable> task) {
                if (otherTabSends) {
                    turns.add(() -> task.accept(() -> {}));
                } else {
                    task.accept(() -> turnsDone++);
                }
            }
        };
    }

    /** Whether another tab has the turn to send; what waits for it. */
    boolean otherTabSends;

    final List<Runnable> turns = new ArrayList<>();
    int turnsDone;

    /** What another tab's message does here. */
    Runnable told = () -> {};

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
                    timers().after(5, () -> answer.arrived(answered, retryAfterSeconds));
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

    private Page page() {
        return new Page() {
            @Override
            public String href() {
                return href;
            }

            @Override
            public String origin() {
                return href.replaceAll("^(https?://[^/]+).*", "$1");
            }

            @Override
            public String path() {
                return part(href, 2);
            }

            @Override
            public String hash() {
                return part(href, 4);
            }

            @Override
            public String referrer() {
                return referrer;
            }

            @Override
            public Value here() {
                var place = scripting.object();
                place.put("p", path());
                place.put("u", href.replaceAll("#.*", ""));
                place.put("s", part(href, 3));
                place.put("t", title);
                place.put("r", referrer);
                place.put("c", canonical);
                return place;
            }

            @Override
            public String language() {
                return "en-US";
            }

            @Override
            public String timezone() {
                return "Europe/Berlin";
            }

            @Override
            public String userAgent() {
                return userAgent;
            }

            @Override
            public int screenWidth() {
                return 1_280;
            }

            @Override
            public boolean visible() {
                return isVisible;
            }

            @Override
            public boolean globalPrivacyControl() {
                return globalPrivacyControl;
            }

            @Override
            public boolean doNotTrack() {
                return doNotTrack;
            }

            @Override
            public String pathOf(String address) {
                return part(address, 2);
            }

            @Override
            public String resolve(String address) {
                try {
                    return URI.create(href).resolve(address).toString();
                } catch (IllegalArgumentException e) {
                    return "";
                }
            }

            @Override
            public @Nullable String parameter(String search, String name) {
                return Arrays.stream(search.replaceFirst("^\\?", "").split("&"))
                        .filter(parameter -> parameter.replaceFirst("=.*", "").equals(name))
                        .map(parameter -> parameter.substring(name.length()).replaceFirst("^=", ""))
                        .map(value -> value.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"))
                        .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                        .reduce((before, after) -> after)
                        .orElse(null);
            }
        };
    }

    /** Origin, path, query with its mark, fragment with its mark. */
    private static String part(String address, int part) {
        return address.replaceAll("^(?:(https?://[^/?#]+)([^?#]*)(\\?[^#]*)?(#.*)?|.*)$", "$" + part);
    }

    private Script script() {
        return new Script() {
            @Override
            public Value data() {
                var value = scripting.object();
                data.forEach(value::put);
                return value;
            }

            @Override
            public String folder() {
                return "https://example.org";
            }
        };
    }

    private Signals signals() {
        return new Signals() {
            @Override
            public void onPush(Runnable listener) {
                pushes.add(listener);
            }

            @Override
            public void onAddress(Runnable listener) {
                addresses.add(listener);
            }

            @Override
            public void onRestored(Runnable listener) {
                restores.add(listener);
            }

            @Override
            public void onVisible(Runnable listener) {
                visibles.add(listener);
            }

            @Override
            public void onComplete(Runnable listener) {
                if (loading) {
                    completes.add(listener);
                } else {
                    listener.run();
                }
            }

            @Override
            public void onHidden(Runnable listener) {
                hiddens.add(listener);
            }

            @Override
            public void onStored(Runnable listener) {
                storeds.add(listener);
            }

            @Override
            public void onOnline(Runnable listener) {
                onlines.add(listener);
            }

            @Override
            public void onClick(boolean scripted, Consumer<Element> listener) {
                clicks.add(listener);
            }

            @Override
            public void stop() {
                List.of(pushes, addresses, restores, visibles, hiddens, onlines, storeds)
                        .forEach(List::clear);
                clicks.clear();
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
            public String write(Message<RawJson> message) {
                return jackson(message);
            }

            @Override
            public String write(Batch<RawJson, RawJson> batch) {
                return jackson(batch);
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
