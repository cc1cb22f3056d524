/** The tracker behind {@code window.analytics}: what it does, in the order in which it does it. */
@NullMarked
package dev.candor.client;

import org.jspecify.annotations.NullMarked;
