/**
 * What is taken out of a value before it leaves: one set of rules for the browser and for the server behind it. Pure Java, with
 * the regular expressions behind a seam, so that each side uses the engine it already has.
 */
@NullMarked
package dev.candor.client.privacy;

import org.jspecify.annotations.NullMarked;
