/** The whole path, from outside: a browser, the compiled script, the server in a process of its own, a receiver. */
@NullMarked
package dev.candor.endtoend;

import org.jspecify.annotations.NullMarked;
