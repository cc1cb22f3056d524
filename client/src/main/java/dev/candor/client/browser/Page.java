package dev.candor.client.browser;

import org.jspecify.annotations.Nullable;

/** The page as it is now. */
public interface Page {
    /** Its address, and of it the origin ({@code null} where it is opaque), path and fragment. */
    String href();

    String origin();

    String path();

    String hash();

    String referrer();

    /** Where it is, as {@link Call#place} has it. */
    Value here();

    String language();

    /** Such as {@code Europe/Berlin}; empty when unknown. */
    String timezone();

    String userAgent();

    /** The width of the screen in CSS pixels. */
    int screenWidth();

    /** Whether somebody can see it: neither in the background nor rendered ahead. */
    boolean visible();

    /** Whether the browser says navigator.globalPrivacyControl. */
    boolean globalPrivacyControl();

    /** Whether the browser says navigator.doNotTrack. */
    boolean doNotTrack();

    /** An address in full, read as a link of this page; empty when it is none. */
    String resolve(String href);

    /** The last parameter of that name in a query, as forms encode it; null when there is none. */
    @Nullable
    String parameter(String search, String name);
}
