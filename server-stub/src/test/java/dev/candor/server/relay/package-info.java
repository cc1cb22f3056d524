@NullMarked
package dev.candor.server.relay;

import org.jspecify.annotations.NullMarked;
