/** Every path there is, and what answers it: the script, consent, events, the dictionary, the metrics, the sample editor. */
@NullMarked
package dev.candor.server.site;

import org.jspecify.annotations.NullMarked;
