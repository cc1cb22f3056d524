/** Sends what waits. */
@NullMarked
package dev.candor.client.transport;

import org.jspecify.annotations.NullMarked;
