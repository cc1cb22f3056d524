@NullMarked
package dev.candor.server;

import org.jspecify.annotations.NullMarked;
