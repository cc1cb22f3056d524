package dev.candor.client;

import dev.candor.client.browser.Tabs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The browser's other tabs. */
final class FakeTabs implements Tabs {
    final List<Runnable> listeners = new ArrayList<>();
    /** What another tab's message does here. */
    Runnable told = () -> {};
    /** Whether another tab has the turn to send. */
    boolean otherTabSends;
    /** What waits for that turn. */
    final List<Runnable> turns = new ArrayList<>();

    int turnsDone;

    @Override
    public void tell() {
        listeners.forEach(Runnable::run);
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
}
