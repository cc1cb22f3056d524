package dev.candor.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What people read, and the blocks of code in it. */
public final class Documents {
    static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)(?: (\\S+))?\\n(.*?)^```$");

    /**
     * A fenced block.
     *
     * @param document its file's name
     * @param mark the word after the language, which says how it is tested: {@code run}, {@code serve}, {@code page},
     *     {@code from=…}, {@code duckdb}, {@code kafka} or {@code example}
     */
    public record Block(String document, String language, String mark, String text) {
        @Override
        public String toString() {
            return document + ": " + text.strip().lines().findFirst().orElse("");
        }
    }

    private Documents() {}

    /** Those with commands and snippets to use; others are made from the code, or report what was measured. */
    static List<Path> all() {
        return Stream.of(
                        "CONTRIBUTING.md",
                        "docs/configuration.md",
                        "docs/embedding.md",
                        "docs/faq.md",
                        "docs/migrating-from-analytics.js.md",
                        "docs/operations.md",
                        "docs/privacy-page.md",
                        "docs/queries.md",
                        "docs/quick-start.md")
                .map(ROOT::resolve)
                .toList();
    }

    static List<Block> blocks() throws IOException {
        var blocks = new ArrayList<Block>();
        for (var file : all()) {
            BLOCK.matcher(Files.readString(file)).results().forEach(found -> {
                var mark = found.group(2) == null ? "" : found.group(2);
                blocks.add(new Block(String.valueOf(file.getFileName()), found.group(1), mark, found.group(3)));
            });
        }
        return blocks;
    }

    public static List<Block> blocks(String mark) throws IOException {
        return blocks().stream().filter(block -> block.mark().equals(mark)).toList();
    }
}
