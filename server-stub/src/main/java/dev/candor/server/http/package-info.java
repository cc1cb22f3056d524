/** What a request and an answer are, and which path goes to whom. */
@NullMarked
package dev.candor.server.http;

import org.jspecify.annotations.NullMarked;
