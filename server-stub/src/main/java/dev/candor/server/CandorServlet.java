package dev.candor.server;

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
        var reply = mount.answer(answer(call));
        call.drain();
        write(request, response, reply);
    }

    private Reply answer(Call call) {
        try {
            return routes.handle(call);
        } catch (Call.BadBodyException e) {
            return e.reply();
        } catch (IOException e) {
            LOG.warn("A request could not be read or answered: {}", e.getClass().getName());
            return Reply.failure(503, "try again later").with("Retry-After", "5");
        } catch (RuntimeException e) {
            // Its message may quote the request, so only its place is logged.
            LOG.error("A request failed: {} at {}", e.getClass().getName(), place(e));
            return Reply.failure(500, "something went wrong here");
        }
    }

    private static String place(RuntimeException e) {
        var trace = e.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
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
