package dev.candor.server.privacy;

/**
 * A field that was taken from an event, for the admin to see: {@code {"field":"properties.email","reason":"…"}}.
 *
 * @param field its path; a name that could itself be personal is not shown
 * @param reason why, without its value
 */
public record Withheld(String field, String reason) {}
