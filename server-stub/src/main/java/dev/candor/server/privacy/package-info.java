/** The allow-list made from the event records, and what happens to the values that it lets pass. */
@NullMarked
package dev.candor.server.privacy;

import org.jspecify.annotations.NullMarked;
