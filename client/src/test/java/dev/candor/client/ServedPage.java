package dev.candor.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A page that a collector on this machine serves with the compiled script. */
abstract class ServedPage implements TestPage {
    final Collector collector;
    private String script = "";
    private String before = "";
    private String body = "";
    private String head = "";

    ServedPage() {
        try {
            collector = new Collector();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TestPage script(String attributes) {
        script = attributes;
        return this;
    }

    @Override
    public TestPage before(String js) {
        before = js;
        return this;
    }

    @Override
    public TestPage body(String html) {
        body = html;
        return this;
    }

    @Override
    public TestPage head(String html) {
        head = html;
        return this;
    }

    @Override
    public TestPage signal(String name) {
        before += "Object.defineProperty(navigator, '" + name + "', {value: '" + name
                + "' == 'doNotTrack' ? '1' : true});";
        return this;
    }

    @Override
    public TestPage open(String path) {
        collector.page("<!DOCTYPE html><html><head><title>Editor</title>" + head + "<script>" + before
                + "</script><script src=\"/candor.js\" " + script + "></script></head><body>" + body
                + "</body></html>");
        visit(collector.origin() + path);
        rest();
        return this;
    }

    abstract void visit(String url);

    @Override
    public List<JsonNode> events(int count) {
        try {
            rest();
            eval("dispatchEvent(new Event('pagehide'))");
            Collector.await(() -> arrived().size() >= count);
            rest();
            return arrived();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<JsonNode> arrived() {
        try {
            return collector.events();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int requests() {
        return collector.requests().size();
    }
}
