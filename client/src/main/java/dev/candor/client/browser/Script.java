package dev.candor.client.browser;

/** The script's own element. */
public interface Script {
    /** Its {@code data-} attributes, named as in {@code dataset}. */
    Value data();

    /** The address of the folder that it came from, without a slash at the end. */
    String folder();
}
