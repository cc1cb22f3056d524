package dev.candor.server.consent;

/**
 * A disabling variable that the admin's switch cannot undo.
 *
 * @param variable its name, such as {@code DO_NOT_TRACK}
 * @param in where it is set: {@code environment} or {@code docker.env}
 */
public record Lock(String variable, String in) {}
