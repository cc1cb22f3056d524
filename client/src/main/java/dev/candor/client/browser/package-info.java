/** What the tracker asks of a browser, one small role an interface, so that all policy runs on a plain JVM too. */
@NullMarked
package dev.candor.client.browser;

import org.jspecify.annotations.NullMarked;
