package dev.candor.server.http;

import java.io.IOException;

/** Answers requests of one method to one path. */
@FunctionalInterface
public interface Handler {
    Handled handle(Call call) throws IOException, Call.BadBodyException;
}
