@NullMarked
package dev.candor.event;

import org.jspecify.annotations.NullMarked;
