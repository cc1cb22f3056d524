/** From a request's body to events that may be stored. Knows no HTTP. */
@NullMarked
package dev.candor.server.ingest;

import org.jspecify.annotations.NullMarked;
