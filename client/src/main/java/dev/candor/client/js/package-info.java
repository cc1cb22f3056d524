/** The browser's own calls, one a method, and no policy. The only package that knows TeaVM. */
@NullMarked
package dev.candor.client.js;

import org.jspecify.annotations.NullMarked;
