package dev.candor.client;

import dev.candor.client.browser.Signals;
import java.util.ArrayList;
import java.util.List;

/** Who listens for what; a test runs the listeners where something is to happen. */
final class FakeSignals implements Signals {
    /** Until {@link #complete}. */
    boolean loading;

    final List<Runnable> pushes = new ArrayList<>();
    final List<Runnable> addresses = new ArrayList<>();
    final List<Runnable> visibles = new ArrayList<>();
    final List<Runnable> hiddens = new ArrayList<>();
    final List<Runnable> storeds = new ArrayList<>();
    final List<Runnable> onlines = new ArrayList<>();
    final List<Pressed> clicks = new ArrayList<>();
    private final List<Runnable> restores = new ArrayList<>();
    private final List<Runnable> completes = new ArrayList<>();

    /** The page has been read to its end. */
    void complete() {
        loading = false;
        completes.forEach(Runnable::run);
    }

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
    public void onClick(boolean scripted, Pressed listener) {
        clicks.add(listener);
    }

    @Override
    public void stop() {
        List.of(pushes, addresses, restores, visibles, hiddens, onlines, storeds)
                .forEach(List::clear);
        clicks.clear();
    }
}
