@NullMarked
package dev.candor.server.store;

import org.jspecify.annotations.NullMarked;
