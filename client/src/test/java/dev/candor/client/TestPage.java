package dev.candor.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A page with the tracker in it, whatever browser or stand-in of one it runs in. */
interface TestPage extends AutoCloseable {
    /** Attributes of the script's element, such as {@code data-dnt="off"}. Before {@link #open}. */
    TestPage script(String attributes);

    /** Script that runs before the tracker's. Before {@link #open}. */
    TestPage before(String js);

    /** What stands in the body, well-formed. Before {@link #open}. */
    TestPage body(String html);

    /** What stands in the head before the script. Before {@link #open}. */
    TestPage head(String html);

    /** Has the browser say a signal: {@code globalPrivacyControl} or {@code doNotTrack}. Before {@link #open}. */
    TestPage signal(String name);

    /** The consent cookie's status. */
    TestPage consent(String status);

    /** Opens the page at a path and waits until the tracker has started. */
    TestPage open(String path);

    /** Runs script in the page. A value comes back as text. */
    String eval(String js);

    /** Clicks on the element of that id, as a person does. */
    void click(String id);

    /** Lets what was begun come to its end. */
    void rest();

    /** All events, once this many have arrived; the page is told to send what it holds. */
    List<JsonNode> events(int count);

    /** How many requests the tracker has made. */
    int requests();

    @Override
    void close();
}
