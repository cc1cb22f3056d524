/** Whether anything may be made, stored or sent. */
@NullMarked
package dev.candor.client.consent;

import org.jspecify.annotations.NullMarked;
