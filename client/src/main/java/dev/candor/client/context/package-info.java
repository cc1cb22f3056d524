/** Turns a call into the message that leaves. */
@NullMarked
package dev.candor.client.context;

import org.jspecify.annotations.NullMarked;
