@NullMarked
package dev.candor.server.command;

import org.jspecify.annotations.NullMarked;
