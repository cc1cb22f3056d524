/** From the store to the collector, in order, as often as it takes. */
@NullMarked
package dev.candor.server.relay;

import org.jspecify.annotations.NullMarked;
