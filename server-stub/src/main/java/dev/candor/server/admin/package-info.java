/** Who may open the admin's page, and what stands on it. */
@NullMarked
package dev.candor.server.admin;

import org.jspecify.annotations.NullMarked;
