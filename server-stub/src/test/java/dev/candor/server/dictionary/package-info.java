@NullMarked
package dev.candor.server.dictionary;

import org.jspecify.annotations.NullMarked;
