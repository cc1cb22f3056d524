package dev.candor.client.browser;

/** Where developers look. */
public interface Console {
    void warn(String message);
}
