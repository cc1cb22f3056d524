package dev.candor.server.admin;

import dev.candor.server.http.Call;
import dev.candor.server.http.Reply;
import dev.candor.server.http.Routes;
import dev.candor.server.store.EventStore;
import java.io.IOException;

/** {@code /admin} of a collector: how many instances there are and what happens in them. There is nothing to set. */
public final class CollectorAdmin {
    private final EventStore store;
    private final AdminAccess access;

    public CollectorAdmin(EventStore store, AdminAccess access) {
        this.store = store;
        this.access = access;
    }

    public Routes addTo(Routes routes) {
        return new SignIn(access)
                .addTo(routes)
                .on("GET", "/admin/?", this::page)
                .on("GET", "/admin/statistics", access.guarded(new StatisticsHandler(store)::show));
    }

    /** 200 with the numbers; 401 with the sign-in form. */
    private Reply page(Call call) throws IOException {
        var session = access.viewer(call);
        return session.isEmpty()
                ? SignIn.html(401, AdminPage.signIn(""))
                : SignIn.html(
                        200,
                        AdminPage.statistics(
                                store.statistics(StatisticsHandler.days(call)),
                                session.get().formToken()));
    }
}
