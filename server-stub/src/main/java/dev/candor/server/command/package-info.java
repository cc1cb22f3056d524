/** The command line: what one can ask of an instance from a terminal. */
@NullMarked
package dev.candor.server.command;

import org.jspecify.annotations.NullMarked;
