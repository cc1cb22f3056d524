/** Whether anything may be taken or sent: the instance's answer and the visitor's. */
@NullMarked
package dev.candor.server.consent;

import org.jspecify.annotations.NullMarked;
