/** The ping that says this installation runs. */
@NullMarked
package dev.candor.server.keepalive;

import org.jspecify.annotations.NullMarked;
