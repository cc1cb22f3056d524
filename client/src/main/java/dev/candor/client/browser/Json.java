package dev.candor.client.browser;

import dev.candor.event.Batch;
import dev.candor.event.Click;
import dev.candor.event.Context;
import dev.candor.event.Message;
import dev.candor.event.RawJson;

/** Writes records as JSON, byte for byte as Jackson does. */
public interface Json {
    String write(Context context);

    /**
     * A message as JSON.
     *
     * @param context the JSON of the message's context: most of a message, and the same for many
     */
    String write(Message<RawJson> message, String context);

    /**
     * A batch as JSON. What the contexts of its events all say, member by member, stands once in that of the batch; an event that is
     * alone keeps its own.
     */
    String write(Batch<RawJson, RawJson> batch);

    Value value(Click click);
}
