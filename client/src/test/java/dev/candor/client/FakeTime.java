package dev.candor.client;

import dev.candor.client.browser.Clock;
import dev.candor.client.browser.Timers;
import dev.candor.client.browser.Value;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that moves by hand. */
final class FakeTime implements Clock, Timers {
    private record Task(double atMs, int order, Runnable what) {}

    private final FakeScripting scripting;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingDouble(Task::atMs).thenComparingInt(Task::order));
    private double nowMs = Instant.parse("2026-11-24T10:00:00Z").toEpochMilli();
    private int order;

    FakeTime(FakeScripting scripting) {
        this.scripting = scripting;
    }

    /** Moves on, and does what is due on the way. */
    void advance(double ms) {
        var until = nowMs + ms;
        scripting.settle();
        while (!tasks.isEmpty() && tasks.peek().atMs() <= until) {
            var task = tasks.remove();
            nowMs = Math.max(nowMs, task.atMs());
            task.what().run();
            scripting.settle();
        }
        nowMs = until;
    }

    /** Does the one task that is due next. */
    void step() {
        scripting.settle();
        tasks.remove().what().run();
        scripting.settle();
    }

    /** Time passes in which the browser does nothing. */
    void sleep(double ms) {
        nowMs += ms;
    }

    /** Whether no timer is set. */
    boolean isIdle() {
        return tasks.isEmpty();
    }

    double nowMs() {
        return nowMs;
    }

    @Override
    public String now() {
        return iso(nowMs);
    }

    @Override
    public Value date() {
        return new FakeValue(scripting, scripting.eval("new Date(" + nowMs + ")"));
    }

    @Override
    public String time(Value value) {
        var time = FakeValue.time(value);
        return iso(Double.isNaN(time) ? nowMs : time);
    }

    @Override
    public double secondsSince(String epochSeconds) {
        return nowMs / 1_000 - Double.parseDouble("0" + epochSeconds);
    }

    @Override
    public double age(String time) {
        try {
            return Math.abs(nowMs - Instant.parse(time).toEpochMilli()) / 1_000;
        } catch (DateTimeParseException e) {
            return Double.NaN;
        }
    }

    static String iso(double ms) {
        var text = Instant.ofEpochMilli((long) ms).toString();
        return text.length() == 20 ? text.replace("Z", ".000Z") : text;
    }

    @Override
    public void soon(Runnable task) {
        scripting.soon(task);
    }

    @Override
    public void after(double delayMs, Runnable task) {
        tasks.add(new Task(nowMs + delayMs, order++, task));
    }
}
