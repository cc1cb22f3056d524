package dev.candor.server;

import dev.candor.event.InstanceActive;
import dev.candor.server.admin.AdminAccess;
import dev.candor.server.admin.AdminHandler;
import dev.candor.server.admin.AdminToken;
import dev.candor.server.admin.CollectorAdmin;
import dev.candor.server.admin.Sessions;
import dev.candor.server.admin.SignInLimit;
import dev.candor.server.consent.SafeFiles;
import dev.candor.server.consent.Sharing;
import dev.candor.server.http.Origins;
import dev.candor.server.http.Routes;
import dev.candor.server.ingest.BodyReader;
import dev.candor.server.ingest.Ingest;
import dev.candor.server.ingest.MessageMaker;
import dev.candor.server.ingest.MessageRules;
import dev.candor.server.ingest.ProductEvents;
import dev.candor.server.keepalive.Heartbeat;
import dev.candor.server.keepalive.Instance;
import dev.candor.server.keepalive.KeepAlive;
import dev.candor.server.privacy.AllowList;
import dev.candor.server.privacy.DeepScrubber;
import dev.candor.server.privacy.InstanceKey;
import dev.candor.server.privacy.JavaPatterns;
import dev.candor.server.privacy.Scrubbed;
import dev.candor.server.privacy.Values;
import dev.candor.server.privacy.Words;
import dev.candor.server.relay.Backoff;
import dev.candor.server.relay.Collector;
import dev.candor.server.relay.HttpCollector;
import dev.candor.server.relay.KafkaCollector;
import dev.candor.server.relay.Relay;
import dev.candor.server.site.AssetHandler;
import dev.candor.server.site.ConsentHandler;
import dev.candor.server.site.DictionaryHandler;
import dev.candor.server.site.HealthHandler;
import dev.candor.server.site.IngestHandler;
import dev.candor.server.site.Metrics;
import dev.candor.server.site.QueryHandler;
import dev.candor.server.site.Site;
import dev.candor.server.store.EventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The whole server, wired: what runs between {@link #start} and {@link #close}. */
public final class CandorServer implements AutoCloseable {
    private final Configuration configuration;
    private final Sharing sharing;
    private final EventStore store;
    private final InstanceKey key;
    private final AdminToken token;
    private final Heartbeat heartbeat;
    private final @Nullable Relay relay;
    private final Routes routes;
    private final ProductEvents events;
    private final CandorServlet servlet;
    private final @Nullable WebServer web;

    /** Starts a server as {@link Main} does. */
    public static CandorServer start(Map<String, String> environment, Path workingDir)
            throws ConfigurationException, IOException {
        return start(environment, workingDir, Clock.systemUTC(), new SecureRandom());
    }

    /**
     * Starts a server.
     *
     * @param environment the process's variables; {@code PORT=0} takes a free port
     * @param workingDir where docker.env and the data directory are looked for
     * @throws ConfigurationException for a value that is not understood
     * @throws IOException when the data directory or the port cannot be used
     */
    public static CandorServer start(
            Map<String, String> environment, Path workingDir, Clock clock, RandomGenerator random)
            throws ConfigurationException, IOException {
        return new CandorServer(Configuration.read(environment, workingDir), clock, random, true);
    }

    /** Everything but the web server and the sample: what {@link Candor} puts into a product. */
    static CandorServer embedded(Map<String, String> environment, Path workingDir)
            throws ConfigurationException, IOException {
        var configuration = Configuration.read(environment, workingDir);
        return new CandorServer(configuration, Clock.systemUTC(), new SecureRandom(), false);
    }

    private CandorServer(Configuration configuration, Clock clock, RandomGenerator random, boolean alone)
            throws IOException {
        this.configuration = configuration;
        var dataDir = configuration.dataDir();
        SafeFiles.privateFolder(dataDir);
        boolean collector = configuration.role() == Role.COLLECTOR;
        this.sharing = new Sharing(configuration.envFile(), dataDir.resolve(Sharing.FILE), configuration.said());
        this.token = AdminToken.of(configuration.adminToken(), dataDir.resolve("admin-token"));
        this.key = new InstanceKey(dataDir.resolve(InstanceKey.FILE), configuration.hashKey());
        this.store = new EventStore(
                dataDir.resolve(Commands.STORE), configuration.storeMaxBytes(), configuration.retention(), clock);
        BooleanSupplier leaves = collector ? () -> !sharing.disabled() : sharing::allowsKeepAlive;
        BooleanSupplier pings = () -> !collector && sharing.allowsKeepAlive();
        if (!leaves.getAsBoolean()) {
            forget();
        } else if (!collector && !sharing.allowsEvents()) {
            store.eraseAllBut(InstanceActive.EVENT);
        }

        this.relay = relay(clock, random, leaves);
        var instance = new Instance(store, random, pings, configuration.instanceId());
        var keepAlive = new KeepAlive(store, instance, configuration.keepAliveInterval(), clock, random, pings);
        this.heartbeat = new Heartbeat(keepAlive, store, clock, this::wakeRelay);

        var scrubbed = new Scrubbed(clock);
        var metrics = new Metrics(store, scrubbed);
        if (relay != null) {
            metrics.relay(relay);
        }
        var patterns = new JavaPatterns();
        var scrubber = new DeepScrubber(patterns, scrubbed::found);
        var words = new Words(patterns, scrubber);
        var values = new Values(patterns, scrubber, words, key, collector, configuration.params());
        var maker =
                new MessageMaker(new AllowList(values, words), words, values, random, instance::id, metrics::withheld);
        var consents = new ConsentHandler(sharing, store, clock, values::id, this::settleRelay);
        var rules = new MessageRules(words);
        var taking = new Ingest(maker, store, clock, this::wakeRelay);
        var origins = new Origins(configuration.origins());
        var policy = new IngestHandler.Policy(collector, configuration.maskedIp(), configuration.writeKey());
        var ingest = new IngestHandler(policy, sharing, origins, consents, new BodyReader(rules), taking, metrics);
        this.events = new ProductEvents(
                taking, rules, () -> !collector && sharing.allowsEvents(), instance::id, clock, oneThread());
        metrics.productEvents(events);
        var access = new AdminAccess(token, new Sessions(clock), new SignInLimit(clock));
        var admin = new AdminHandler(new AdminHandler.Parts(
                sharing, store, keepAlive, scrubbed, relayStatus(), configuration.destination(), access));
        var health = new HealthHandler(store);
        var assets = new AssetHandler(sharing::allowsEvents);
        this.routes = collector
                ? Site.collector(ingest, new CollectorAdmin(store, access), metrics, assets, health, origins)
                : Site.instance(
                        ingest,
                        consents,
                        admin,
                        new DictionaryHandler(configuration.params()),
                        metrics,
                        assets,
                        health,
                        origins);
        if (alone && !collector) {
            Site.sample(routes, consents, assets, new QueryHandler(events, consents));
        }
        sharing.onChange(this::settingChanged);
        this.servlet = new CandorServlet(routes);
        this.web = alone ? new WebServer(configuration.host(), configuration.port(), servlet) : null;
        if (relay != null) {
            relay.start();
        }
        heartbeat.start();
    }

    private static ExecutorService oneThread() {
        return Executors.newSingleThreadExecutor(work -> {
            var thread = new Thread(work, "candor-events");
            thread.setDaemon(true);
            return thread;
        });
    }

    private @Nullable Relay relay(Clock clock, RandomGenerator random, BooleanSupplier leaves) {
        var collector = collector(clock);
        if (collector == null) {
            return null;
        }
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), random);
        return new Relay(store, collector, backoff, leaves);
    }

    private @Nullable Collector collector(Clock clock) {
        var kafka = configuration.kafka();
        if (kafka != null) {
            return new KafkaCollector(kafka.servers(), kafka.topic());
        }
        var upstream = configuration.upstream();
        return upstream == null ? null : new HttpCollector(upstream, configuration.writeKey(), clock);
    }

    public Configuration configuration() {
        return configuration;
    }

    public Sharing sharing() {
        return sharing;
    }

    public AdminToken adminToken() {
        return token;
    }

    /** What answers, without the network before it. */
    Routes routes() {
        return routes;
    }

    CandorServlet servlet() {
        return servlet;
    }

    ProductEvents events() {
        return events;
    }

    /** The port that it listens on; 0 when it listens nowhere. */
    public int port() {
        return web == null ? 0 : web.port();
    }

    /** Its address, such as {@code http://127.0.0.1:8080}. */
    public String url() {
        return url(configuration.host(), port());
    }

    static String url(String host, int port) {
        var shown = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "http://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + port;
    }

    /** Stops: takes nothing more, ends what is on its way, closes the store. */
    @Override
    public void close() throws IOException {
        try {
            if (web != null) {
                web.close();
            }
        } finally {
            events.close();
            heartbeat.close();
            if (relay != null) {
                relay.close();
            }
            store.close();
        }
    }

    private void settingChanged() {
        if (relay != null) {
            relay.reconsider();
        }
        if (!sharing.allowsKeepAlive()) {
            try {
                forget();
            } catch (IOException e) {
                throw new UncheckedIOException("What was kept could not be erased", e);
            }
        }
        heartbeat.wake();
    }

    private void forget() throws IOException {
        store.erase();
        key.delete();
    }

    private void wakeRelay() {
        if (relay != null) {
            relay.wake();
        }
    }

    private void settleRelay() {
        if (relay != null) {
            relay.settle();
        }
    }

    private AdminHandler.RelayStatus relayStatus() {
        return new AdminHandler.RelayStatus() {
            @Override
            public @Nullable String trouble() {
                return relay == null ? null : relay.trouble();
            }

            @Override
            public void wake() {
                wakeRelay();
            }
        };
    }
}
