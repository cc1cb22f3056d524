package dev.candor.server.http;

import java.io.IOException;
import java.util.function.UnaryOperator;

/** What a handler made of a request: a {@link Reply}, or one that comes later. */
public sealed interface Handled permits Reply, LateReply {
    /** The same, with its reply changed as soon as it is there. */
    Handled map(UnaryOperator<Reply> change);

    /** Waits for the reply. */
    Reply await() throws IOException;
}
