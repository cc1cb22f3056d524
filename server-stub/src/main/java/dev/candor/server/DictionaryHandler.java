package dev.candor.server;

import dev.candor.server.dictionary.DataDictionary;
import dev.candor.server.dictionary.DictionaryJson;
import dev.candor.server.dictionary.DictionaryText;
import dev.candor.server.dictionary.EventSchema;

/** What is collected, for everyone to read. */
final class DictionaryHandler {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Reply page;
    private final Reply json;
    private final Reply schema;

    DictionaryHandler() {
        var dictionary = new DataDictionary();
        this.page = Reply.text(200, "text/html", DictionaryText.page(dictionary))
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-cache");
        this.json = Reply.text(200, "application/json", DictionaryJson.of(dictionary))
                .with("Cache-Control", "no-cache");
        this.schema =
                Reply.text(200, "application/schema+json", EventSchema.json()).with("Cache-Control", "no-cache");
    }

    Reply page() {
        return page;
    }

    Reply json() {
        return json;
    }

    Reply schema() {
        return schema;
    }
}
