package dev.candor.server.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

/**
 * A reply that waits for something, such as the disk, while no thread does.
 *
 * @param coming completed on a thread that may write the answer; fails with an {@link IOException}, or unexpectedly
 */
public record LateReply(CompletableFuture<Reply> coming) implements Handled {
    /** Runs this when the reply is there, or will not come. */
    public void whenThere(Runnable next) {
        var unused = coming.whenComplete((reply, failure) -> next.run());
    }

    @Override
    public LateReply map(UnaryOperator<Reply> change) {
        return new LateReply(coming.thenApply(change));
    }

    @Override
    public Reply await() throws IOException {
        try {
            return coming.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException expected) {
                throw expected;
            }
            throw e.getCause() instanceof RuntimeException unexpected
                    ? unexpected
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a reply was made", e);
        }
    }
}
