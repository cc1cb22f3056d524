package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.candor.event.Batch;
import dev.candor.event.Message;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The compiled script and Jackson write the same bytes for the same records. Numbers that the page gave are no part of a record: the
 * browser writes them as it does.
 */
class ParityHtmlUnitTest {
    private static final String[] PIECES = {
        "a", "Z", "é", "日本", "😀", "\\u2028", "\\u0001", "\\u001f", "\\u007f", "\\\"", "\\\\", "/", "<", "&", "\\ud83d",
        "\\udc00", "\\t", " ", "0", "'", "\\u00a0", "\\ufeff", "\\uffff"
    };

    @Test
    void whatTheScriptWritesJacksonWrites() throws Exception {
        var random = new Random(20_261_124);
        try (var page = new HtmlUnitPage()) {
            page.consent("granted").script("data-auto=\"off\"").open("/app/x?utm_source=a%20b&utm_term=%F0%9F%98%80");
            for (int i = 0; i < 60; i++) {
                var title = new StringBuilder();
                for (int j = random.nextInt(8); j >= 0; j--) {
                    title.append(PIECES[random.nextInt(PIECES.length)]);
                }
                page.eval(
                        "analytics.track('E%d', {n: %s, 'a/b': 'x:y', ok: %b}, {context: {page: {title: \"%s\"}}}); analytics.page('C', 'N%d')"
                                .formatted(
                                        i,
                                        random.nextInt(3) == 0 ? "2.5" : "" + random.nextInt(),
                                        random.nextBoolean(),
                                        title,
                                        i));
            }
            assertThat(page.events(120)).hasSize(120);
            for (var request : page.collector.batches()) {
                var read = Collector.JSON.readValue(
                        request.body(), new TypeReference<Batch<List<Message<JsonNode>>, JsonNode>>() {});
                var written = Collector.JSON.writeValueAsString(read);
                // The script writes the context first: the same members in another order (RFC 8259, section 4).
                assertThat(Collector.JSON.readTree(request.body())).isEqualTo(Collector.JSON.readTree(written));
                assertThat(request.body()).hasSameSizeAs(written);
            }
        }
    }
}
