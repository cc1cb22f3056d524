package dev.candor.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.candor.client.browser.Element;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.htmlunit.corejs.javascript.Context;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The page on a plain JVM. */
final class FakePage implements TestPage {
    final FakeBrowser browser = new FakeBrowser();
    private @Nullable Document document;

    FakePage() {
        browser.scripting.global("go", arguments -> {
            var path = Context.toString(arguments[1]);
            if (Context.toBoolean(arguments[0])) {
                browser.pushState(path);
            } else {
                browser.replaceState(path);
            }
        });
        browser.scripting.global("titled", arguments -> browser.place.title = Context.toString(arguments[0]));
        browser.scripting.eval("""
                var location = {};
                var history = {pushState: function (s, t, u) { go(true, u) }, replaceState: function (s, t, u) { go(false, u) }};
                var document = {set title(t) { titled(t) }};
                """);
    }

    @Override
    public TestPage script(String attributes) {
        var attribute =
                Pattern.compile("data-([a-z-]+)=(?:\"([^\"]*)\"|'([^']*)')").matcher(attributes);
        while (attribute.find()) {
            var name = Pattern.compile("-(.)")
                    .matcher(attribute.group(1))
                    .replaceAll(letter -> letter.group(1).toUpperCase(java.util.Locale.ROOT));
            browser.data.put(name, attribute.group(2) == null ? attribute.group(3) : attribute.group(2));
        }
        return this;
    }

    @Override
    public TestPage before(String js) {
        browser.scripting.eval(js);
        return this;
    }

    @Override
    public TestPage body(String html) {
        try {
            document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader("<body>" + html + "</body>")));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new IllegalArgumentException(html, e);
        }
        return this;
    }

    @Override
    public TestPage head(String html) {
        var canonical = Pattern.compile("rel='canonical' href='([^']*)'").matcher(html);
        browser.place.canonical = canonical.find() ? "https://example.org" + canonical.group(1) : "";
        return this;
    }

    @Override
    public TestPage signal(String name) {
        browser.place.globalPrivacyControl |= name.equals("globalPrivacyControl");
        browser.place.doNotTrack |= name.equals("doNotTrack");
        return this;
    }

    @Override
    public TestPage consent(String status) {
        browser.consent(status);
        return this;
    }

    @Override
    public TestPage open(String path) {
        browser.place.href = "https://example.org" + path;
        browser.signals.loading = true;
        browser.start();
        browser.advance(5);
        if (document != null) {
            var scripts = document.getElementsByTagName("script");
            for (int i = 0; i < scripts.getLength(); i++) {
                eval(scripts.item(i).getTextContent());
            }
        }
        browser.complete();
        browser.advance(50);
        return this;
    }

    @Override
    public String eval(String js) {
        var value = browser.scripting.eval(js);
        browser.scripting.settle();
        return Context.toString(value);
    }

    @Override
    public void click(String id) {
        var clicked = find(requireNonNull(document).getDocumentElement(), id);
        browser.signals.clicks.forEach(listener -> listener.pressed(requireNonNull(clicked), false));
    }

    @Override
    public void rest() {
        browser.advance(50);
    }

    @Override
    public List<JsonNode> events(int count) {
        browser.advance(50);
        browser.hide();
        browser.show();
        var events = new ArrayList<JsonNode>();
        for (var request : browser.requests) {
            if (request.url().contains("/v1/batch")) {
                Bodies.events(request.body()).forEach(events::add);
            }
        }
        return events;
    }

    @Override
    public int requests() {
        return browser.requests.size();
    }

    @Override
    public void close() {}

    private static @Nullable Element find(org.w3c.dom.Element element, String id) {
        if (element.getAttribute("id").equals(id)) {
            return new XmlElement(element);
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            var found = child instanceof org.w3c.dom.Element inner ? find(inner, id) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private record XmlElement(org.w3c.dom.Element element) implements Element {
        @Override
        public String tag() {
            return element.getTagName();
        }

        @Override
        public @Nullable String attribute(String name) {
            return element.hasAttribute(name) ? element.getAttribute(name) : null;
        }

        @Override
        public void eachAttribute(Consumer<String> taker) {
            var attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                taker.accept(attributes.item(i).getNodeName());
            }
        }

        @Override
        public boolean repeatsIn(Element other) {
            // Labels do nothing here.
            return false;
        }

        @Override
        public @Nullable Element closest(String selector) {
            var fits = Stream.of(selector.split(",", -1)).anyMatch(this::fits);
            return fits
                    ? this
                    : element.getParentNode() instanceof org.w3c.dom.Element parent
                            ? new XmlElement(parent).closest(selector)
                            : null;
        }

        /** Selectors such as {@code a}, {@code [role=button]} and {@code input[type=submit]}. */
        private boolean fits(String selector) {
            var parts = selector.split("[\\[\\]=]", -1);
            return (parts[0].isEmpty() || parts[0].equals(tag()))
                    && (parts.length < 2 || element.hasAttribute(parts[1]))
                    && (parts.length < 4 || parts[2].equals(element.getAttribute(parts[1])));
        }
    }
}
