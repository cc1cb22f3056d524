package dev.candor.server.site;

import dev.candor.server.dictionary.DataDictionary;
import dev.candor.server.dictionary.DictionaryJson;
import dev.candor.server.dictionary.DictionaryText;
import dev.candor.server.dictionary.EventSchema;
import dev.candor.server.http.Reply;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is collected, for everyone to read. */
public final class DictionaryHandler {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Set<String> params;
    private @Nullable Made made;

    /** @param params the query parameters that stay */
    public DictionaryHandler(Set<String> params) {
        this.params = params;
    }

    private record Made(Reply page, Reply data, Reply schema) {
        static Made of(DataDictionary dictionary) {
            return new Made(
                    Reply.text(200, "text/html", DictionaryText.page(dictionary))
                            .with("Content-Security-Policy", POLICY)
                            .with("Referrer-Policy", "no-referrer")
                            .with("Cache-Control", "no-cache"),
                    Reply.text(200, "application/json", DictionaryJson.of(dictionary))
                            .with("Cache-Control", "no-cache"),
                    Reply.text(200, "application/schema+json", EventSchema.json(dictionary))
                            .with("Cache-Control", "no-cache"));
        }
    }

    /** Made when somebody asks for the first time: a start should not wait for it. */
    private synchronized Made made() {
        var known = made;
        if (known == null) {
            known = Made.of(new DataDictionary(params));
            made = known;
        }
        return known;
    }

    Reply page() {
        return made().page;
    }

    Reply json() {
        return made().data;
    }

    Reply schema() {
        return made().schema;
    }
}
