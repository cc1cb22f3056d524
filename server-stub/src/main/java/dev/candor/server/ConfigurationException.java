package dev.candor.server;

/** A value that the server cannot start with; the message is one line for the person who set it. */
public final class ConfigurationException extends Exception {
    ConfigurationException(String variable, String value, String takes) {
        super(variable + "=" + value.replaceAll("\\p{Cntrl}", "?") + ": takes " + takes);
    }

    ConfigurationException(String message) {
        super(message);
    }
}
