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

    String write(Batch<RawJson, RawJson> batch);

    Value value(Click click);
}
