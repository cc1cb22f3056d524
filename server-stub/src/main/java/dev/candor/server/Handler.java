package dev.candor.server;

import java.io.IOException;

/** Answers requests of one method to one path. */
@FunctionalInterface
interface Handler {
    Handled handle(Call call) throws IOException, Call.BadBodyException;
}
