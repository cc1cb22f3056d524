@NullMarked
package dev.candor.embedding;

import org.jspecify.annotations.NullMarked;
