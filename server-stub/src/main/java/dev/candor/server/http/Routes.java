package dev.candor.server.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which handler answers what: 404 for an unknown path, 405 with what is allowed for a wrong method. */
public final class Routes {
    private record Route(Pattern path, Map<String, Handler> byMethod) {}

    private final List<Route> routes = new ArrayList<>();

    /**
     * Adds a handler to those there are.
     *
     * @param path a regular expression for the whole path
     */
    public Routes on(String method, String path, Handler handler) {
        for (var route : routes) {
            if (route.path.pattern().equals(path)) {
                route.byMethod.put(method, handler);
                return this;
            }
        }
        var route = new Route(Pattern.compile(path), new TreeMap<>());
        route.byMethod.put(method, handler);
        routes.add(route);
        return this;
    }

    public Handled handle(Call call) throws IOException, Call.BadBodyException {
        for (var route : routes) {
            if (route.path.matcher(call.path()).matches()) {
                var method = call.method().equals("HEAD") ? "GET" : call.method();
                var handler = route.byMethod.get(method);
                if (handler != null) {
                    return handler.handle(call);
                }
                var allow = allow(route);
                return call.method().equals("OPTIONS")
                        ? Reply.empty(204).with("Allow", allow)
                        : Reply.failure(405, "this path takes " + allow).with("Allow", allow);
            }
        }
        return Reply.failure(404, "there is nothing at this path");
    }

    private static String allow(Route route) {
        var methods = new TreeSet<>(route.byMethod.keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }
}
