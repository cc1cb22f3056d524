/** What is collected, in words: made from the event models, as a page, as data, as JSON Schema and as a document. */
@NullMarked
package dev.candor.server.dictionary;

import org.jspecify.annotations.NullMarked;
