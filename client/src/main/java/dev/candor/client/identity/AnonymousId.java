package dev.candor.client.identity;

import dev.candor.client.browser.Randomness;
import dev.candor.client.browser.Storage;
import dev.candor.client.privacy.Labels;
import org.jspecify.annotations.Nullable;

/** A random id of this browser. Made, read and kept only while consent is granted, which the caller asks. */
public final class AnonymousId {
    private final Storage storage;
    private final Randomness random;
    private final Labels labels;
    private @Nullable String id;

    public AnonymousId(Storage storage, Randomness random, Labels labels) {
        this.storage = storage;
        this.random = random;
        this.labels = labels;
    }

    /** The id, made now if there is none. */
    public String id() {
        var stored = storage.get(Storage.ID);
        if (stored != null && labels.isRandomId(stored)) {
            id = stored;
        }
        if (id == null) {
            id = random.uuid();
        }
        if (!id.equals(stored)) {
            storage.set(Storage.ID, id);
        }
        return id;
    }

    /** Takes an id that the page chose, if it names nobody; whether it did. Kept with the first {@link #id}. */
    public boolean choose(String chosen) {
        var taken = labels.isRandomId(chosen);
        if (taken && !chosen.equals(id)) {
            unstore();
            id = chosen;
        }
        return taken;
    }

    /** Forgets the id, here and in the storage. */
    public void erase() {
        id = null;
        unstore();
    }

    /** Forgets what an earlier page left in the storage. */
    public void unstore() {
        storage.remove(Storage.ID);
    }
}
