package dev.candor.server;

import dev.candor.server.dictionary.DataDictionary;
import dev.candor.server.dictionary.DictionaryJson;
import dev.candor.server.dictionary.DictionaryText;
import dev.candor.server.dictionary.EventSchema;

/** What is collected, for everyone to read. */
final class DictionaryHandler {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Made when somebody asks for the first time: a start should not wait for it. */
    private static final class Made {
        private static final DataDictionary DICTIONARY = new DataDictionary();
        private static final Reply PAGE = Reply.text(200, "text/html", DictionaryText.page(DICTIONARY))
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-cache");
        private static final Reply DATA = Reply.text(200, "application/json", DictionaryJson.of(DICTIONARY))
                .with("Cache-Control", "no-cache");
        private static final Reply SCHEMA =
                Reply.text(200, "application/schema+json", EventSchema.json()).with("Cache-Control", "no-cache");
    }

    Reply page() {
        return Made.PAGE;
    }

    Reply json() {
        return Made.DATA;
    }

    Reply schema() {
        return Made.SCHEMA;
    }
}
