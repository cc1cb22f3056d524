@NullMarked
package dev.candor.server.privacy;

import org.jspecify.annotations.NullMarked;
