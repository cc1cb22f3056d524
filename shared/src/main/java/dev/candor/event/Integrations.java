package dev.candor.event;

/** {@code {}}: where collectors of this format look for destinations. Candor has none. */
public record Integrations() {}
