/** The embedded store: what was taken, until it is relayed and after. */
@NullMarked
package dev.candor.server.store;

import org.jspecify.annotations.NullMarked;
