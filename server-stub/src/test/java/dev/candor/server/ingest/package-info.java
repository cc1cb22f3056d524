@NullMarked
package dev.candor.server.ingest;

import org.jspecify.annotations.NullMarked;
