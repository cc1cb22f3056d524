@NullMarked
package dev.candor.client.privacy;

import org.jspecify.annotations.NullMarked;
