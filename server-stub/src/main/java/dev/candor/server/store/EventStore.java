package dev.candor.server.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file that holds what was taken: the relay's outbox, the inspector's source, and readable with ordinary tools.
 * What {@link #append} returned from survives a kill and a power cut. A messageId that comes again within {@link KnownIds#KEPT} is
 * stored once, across restarts too: ids count towards the store's size, about 25 bytes each, and are never forgotten early to make room.
 */
public final class EventStore implements AutoCloseable {
    static final List<String> STATES = List.of("waiting", "relayed", "refused");
    static final Duration RETENTION = Duration.ofDays(30);
    private static final int ROWS_AT_ONCE = 2_000;

    private final long maxBytes;
    private final Duration retention;
    private final Clock clock;
    private final StoreHealth health = new StoreHealth();
    private final DailyCounts counts = new DailyCounts();
    private final StateCounts states = new StateCounts();
    private final EventTable table = new EventTable(states);
    private final KnownIds known = new KnownIds();
    private final Database database;
    private final Writer writer;
    private final Intake intake;

    /** Opens the store, and makes its file where there is none; keeps relayed events for 30 days. */
    public EventStore(Path file, long maxBytes) throws IOException {
        this(file, maxBytes, RETENTION, Clock.systemUTC());
    }

    /**
     * Opens the store, and makes its file where there is none. Where the disk is full or another program locks the file, it is opened
     * later; until then all else throws.
     *
     * @param retention how long events stay once they were relayed
     */
    public EventStore(Path file, long maxBytes, Duration retention, Clock clock) throws IOException {
        this.maxBytes = maxBytes;
        this.retention = retention;
        this.clock = clock;
        this.database = new Database(file, clock);
        try {
            database.begin();
        } catch (SQLException e) {
            database.close();
            if (!StoreHealth.mayPass(e)) {
                throw new IOException("the store " + file + " cannot be opened: " + e.getMessage(), e);
            }
            health.failed(e);
        }
        this.writer = new Writer(database, health, counts, states);
        this.intake = new Intake(writer, new Room(maxBytes, table, known), counts, table, known, health, clock);
    }

    /**
     * Stores events, all or none, and returns when they are on disk.
     *
     * @param allowed asked at the moment of storing, after every erasure that began before
     * @return false when it was not allowed
     */
    public boolean append(List<StoredEvent> events, BooleanSupplier allowed) throws IOException, StoreFullException {
        return append(events, allowed, Map.of());
    }

    /**
     * As {@link #append(List, BooleanSupplier)}, without waiting.
     *
     * @return completed when they are on disk, on a thread that may do with it what takes a while; fails with an {@link IOException}
     *     or {@link StoreFullException}
     */
    public CompletableFuture<Boolean> appendLater(List<StoredEvent> events, BooleanSupplier allowed)
            throws IOException, StoreFullException {
        return intake.appendLater(events, allowed);
    }

    /** As {@link #append(List, BooleanSupplier)}, and sets the instance's values in the same step. */
    public boolean append(List<StoredEvent> events, BooleanSupplier allowed, Map<String, String> values)
            throws IOException, StoreFullException {
        return intake.append(events, allowed, values);
    }

    /**
     * Why events cannot be stored, or null when they can. After a failure it is tried with as much as the largest event needs, and as
     * what was refused last.
     */
    public @Nullable String trouble() {
        return intake.trouble();
    }

    /** The oldest events that wait to be relayed, at most so many and so large; at least one where one waits. */
    public List<KeptEvent> waiting(int most, long mostBytes) throws IOException {
        var waiting = writer.run(connection -> EventTable.waiting(connection, most));
        long bytes = 0;
        for (int i = 0; i < waiting.size(); i++) {
            bytes += waiting.get(i).json().getBytes(StandardCharsets.UTF_8).length + 1;
            if (i > 0 && bytes > mostBytes) {
                return List.copyOf(waiting.subList(0, i));
            }
        }
        return waiting;
    }

    /** The last events taken, newest first. */
    public List<KeptEvent> latest(int most) throws IOException {
        return writer.run(connection -> EventTable.latest(connection, most));
    }

    /** How many events there are of each state. */
    public Counts counts() throws IOException {
        return writer.run(states::of);
    }

    /** How many events wait, were relayed, were refused by the collector. */
    public record Counts(long waiting, long relayed, long refused) {}

    /** The collector took these. */
    public void relayed(Collection<Long> ids) throws IOException {
        settle(ids, EventTable.RELAYED, null);
    }

    /** The collector refused these for good, with that status; they stay until they are sent again. */
    public void refused(Collection<Long> ids, int status) throws IOException {
        settle(ids, EventTable.REFUSED, status);
    }

    private void settle(Collection<Long> ids, int state, @Nullable Integer refusal) throws IOException {
        writer.run(connection -> table.settle(connection, ids, state, clock.instant(), refusal));
    }

    /** An event that the collector refused, and the status with which it did. */
    public record SetAside(KeptEvent event, int status) {}

    /** The events that were refused last, newest first. */
    public List<SetAside> setAside(int most) throws IOException {
        return writer.run(connection -> EventTable.setAside(connection, most));
    }

    /** All that were refused wait again, in their old places. Returns how many. */
    public int sendAgain() throws IOException {
        return writer.run(table::sendAgain);
    }

    /** A value about this installation, such as its id; erased with everything else. */
    public Optional<String> value(String name) throws IOException {
        return writer.run(connection -> InstanceTable.value(connection, name));
    }

    /** Sets values about this installation, where that is allowed at the moment of storing. */
    public boolean values(Map<String, String> values, BooleanSupplier allowed) throws IOException {
        return writer.run(connection -> {
            if (allowed.getAsBoolean()) {
                InstanceTable.set(connection, values);
                return true;
            }
            return false;
        });
    }

    /** Deletes what is kept of one visitor, relayed or not, and overwrites it in every file; no day's number has it any more. */
    public void forget(String visitor) throws IOException {
        boolean deleted = writer.run(connection -> {
            var events = table.deleteOf(connection, visitor);
            var uncounted = Backlog.span(connection);
            for (var event : events) {
                if (!uncounted.has(event.id())) {
                    counts.subtract(Counted.of(event.json()), clock.instant());
                }
            }
            return !events.isEmpty();
        });
        if (deleted) {
            writer.runAlone(connection -> Database.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)"));
        }
    }

    /** Adds one to a day's answers. */
    public void count(LocalDate day, int policyVersion, String answer) throws IOException {
        writer.run(connection -> {
            AnswerTable.count(connection, day, policyVersion, answer);
            return true;
        });
    }

    /** How many gave an answer on a day, under a version of the policy. */
    public record Answers(String day, int policyVersion, String answer, long count) {}

    /** The answers of the last days, newest first. */
    public List<Answers> answers(int most) throws IOException {
        return writer.run(connection -> AnswerTable.latest(connection, most));
    }

    /** The numbers of the last days, today among them. */
    public Statistics statistics(int days) throws IOException {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var first = today.minusDays(days - 1L);
        return writer.run(connection -> new Statistics(
                first,
                today,
                DailyTable.since(connection, first),
                DailyTable.lastSeen(connection, first.minusDays(1))));
    }

    /** How large the store is, in bytes. */
    public long bytes() throws IOException {
        return writer.run(Pragmas::usedBytes);
    }

    /** How large it may become, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }

    /**
     * Deletes what is past its time (relayed events, messageIds, numbers, files that were set aside), and counts some of the events that
     * an earlier version took. Whether more of those may be left.
     */
    public boolean tidy() throws IOException {
        var now = clock.instant();
        var oldest = now.minus(retention);
        while (writer.run(connection -> {
            boolean more = known.trim(connection, now);
            return table.deleteRelayed(connection, oldest, ROWS_AT_ONCE) > 0 || more;
        })) {
            // A little at a time, so that events are taken in between.
        }
        database.damaged().deleteOlder(oldest);
        return writer.run(connection -> {
            DailyTable.trim(connection, LocalDate.ofInstant(now, ZoneOffset.UTC));
            return Backlog.count(connection, counts, now);
        });
    }

    /** Deletes all events but those of that name: what may stay while the question is not answered. */
    public void eraseAllBut(String event) throws IOException {
        writer.run(connection -> {
            counts.eraseAllBut(connection, event);
            return table.deleteAllBut(connection, event);
        });
        database.damaged().delete();
    }

    /** Deletes all events, ids and schedules, and overwrites them in every file; a file that cannot be used is deleted whole. */
    public void erase() throws IOException {
        database.damaged().delete();
        try {
            writer.run(connection -> {
                table.deleteAll(connection);
                for (var other : List.of("known", "instance", "sqlite_sequence")) {
                    Database.execute(connection, "DELETE FROM " + other);
                }
                counts.erase(connection);
                return true;
            });
            writer.runAlone(connection -> {
                Database.execute(connection, "VACUUM");
                return Database.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            });
        } catch (IOException e) {
            if (!StoreHealth.isDamage(e.getCause())) {
                throw e;
            }
            writer.runOnFile(Database::discard);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
        database.close();
    }
}
