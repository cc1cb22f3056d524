/** What the tracker sees by itself: views of pages and clicks. */
@NullMarked
package dev.candor.client.capture;

import org.jspecify.annotations.NullMarked;
