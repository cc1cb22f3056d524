@NullMarked
package dev.candor.server.keepalive;

import org.jspecify.annotations.NullMarked;
