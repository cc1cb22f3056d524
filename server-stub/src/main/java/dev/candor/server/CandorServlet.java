package dev.candor.server;

import dev.candor.server.http.Call;
import dev.candor.server.http.Failures;
import dev.candor.server.http.Handled;
import dev.candor.server.http.LateReply;
import dev.candor.server.http.Mount;
import dev.candor.server.http.Reply;
import dev.candor.server.http.Routes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the server in any Jakarta servlet container, at any pattern that ends in {@code /*}; {@link Candor} makes one. Whatever goes wrong unexpectedly ends here: a 500 that says nothing. */
public final class CandorServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(CandorServlet.class);

    private final transient Routes routes;

    CandorServlet(Routes routes) {
        this.routes = routes;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var mount = Mount.of(request);
        var call = new Call(request, mount);
        var handled = handle(call).map(mount::answer);
        call.drain();
        if (handled instanceof LateReply late && request.isAsyncSupported()) {
            var context = request.startAsync();
            // What it waits for ends by itself.
            context.setTimeout(0);
            late.whenThere(() -> finish(context, request, response, late));
        } else {
            write(request, response, reply(handled));
        }
    }

    private static void finish(
            AsyncContext context, HttpServletRequest request, HttpServletResponse response, LateReply late) {
        try {
            write(request, response, reply(late));
        } catch (IOException | RuntimeException e) {
            LOG.debug(
                    "Nobody was there any more for an answer: {}", e.getClass().getName());
        } finally {
            context.complete();
        }
    }

    private Handled handle(Call call) {
        try {
            return routes.handle(call);
        } catch (Call.BadBodyException e) {
            return e.reply();
        } catch (IOException | RuntimeException e) {
            return Failures.reply(e);
        }
    }

    private static Reply reply(Handled handled) {
        try {
            return handled.await();
        } catch (IOException | RuntimeException e) {
            return Failures.reply(e);
        }
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, Reply reply)
            throws IOException {
        response.setStatus(reply.status());
        Reply.SECURITY.forEach(response::setHeader);
        reply.headers().forEach(response::setHeader);
        if (reply.status() != 204 && reply.status() != 304) {
            response.setContentLength(reply.body().length);
            if (!request.getMethod().equals("HEAD")) {
                response.getOutputStream().write(reply.body());
            }
        }
    }
}
