/** Where events wait until they are sent. */
@NullMarked
package dev.candor.client.queue;

import org.jspecify.annotations.NullMarked;
