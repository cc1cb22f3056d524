@NullMarked
package dev.candor.server.consent;

import org.jspecify.annotations.NullMarked;
