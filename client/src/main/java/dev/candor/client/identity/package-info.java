/** The random ids of a browser and of an event. */
@NullMarked
package dev.candor.client.identity;

import org.jspecify.annotations.NullMarked;
