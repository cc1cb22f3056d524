package dev.candor.event;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * JSON that is already text, and is written as it stands. The browser uses it for values whose shape only the page
 * knows (the properties of a {@code track}), and for events that wait in the queue.
 *
 * @param text one complete JSON value, such as {@code {"plan":"free"}}
 */
public record RawJson(@JsonValue @JsonRawValue String text) {}
