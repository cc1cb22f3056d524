package dev.candor.client.browser;

/** The script's own element. */
public interface Script {
    /** Its {@code data-} attribute of that name in {@code dataset}; {@link Value#NOTHING} where it has none. */
    Value data(String name);

    /** The address of the folder that it came from, without a slash at the end. */
    String folder();
}
