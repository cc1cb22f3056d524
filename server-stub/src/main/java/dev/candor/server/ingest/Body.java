package dev.candor.server.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request brought: its events, each with the batch's context and sentAt where it had none of its own.
 *
 * @param events as they came, but known to have the right shape
 * @param writeKey the key that stood in the body, or null
 */
public record Body(List<ObjectNode> events, @Nullable String writeKey) {}
