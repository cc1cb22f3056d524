/** The server that a self-hosted product runs beside itself: its configuration, its HTTP interface, its wiring. */
@NullMarked
package dev.candor.server;

import org.jspecify.annotations.NullMarked;
