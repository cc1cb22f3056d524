/**
 * What travels: one record per JSON object, and nothing that runs. A wire field is named here and nowhere else; the
 * browser's writer, the server's allow-list and the data dictionary are all made from these records.
 */
@NullMarked
package dev.candor.event;

import org.jspecify.annotations.NullMarked;
