package dev.candor.client.capture;

import dev.candor.client.browser.Element;
import dev.candor.client.browser.Json;
import dev.candor.client.browser.Page;
import dev.candor.client.browser.Signals;
import dev.candor.client.browser.Value;
import dev.candor.client.privacy.Addresses;
import dev.candor.client.privacy.Labels;
import dev.candor.client.privacy.Patterns;
import dev.candor.event.Click;
import java.util.function.BiConsumer;

/**
 * Sees clicks on links, buttons and what the page marks with {@code data-track}, and of a form so marked that it is sent; of the element
 * only what developers chose.
 */
public final class Clicks {
    private static final String CONTROLS =
            "a[href],area[href],svg a,button,input[type=submit],input[type=button],input[type=image],input[type=reset],[role=button],[data-track]";
    private static final String LABELS = "^data-track-(?=.)";
    private static final String FILES =
            "\\.(?:7z|avi|csv|dmg|docx?|exe|gz|key|midi?|mov|mp[34]|mpe?g|pdf|pkg|pp[st]x?|rar|rtf|txt|wav|wm[av]|xlsx?|zip)$";

    private final Page page;
    private final Patterns patterns;
    private final Addresses addresses;
    private final Labels labels;
    private final Json json;
    private final BiConsumer<String, Value> clicked;

    /** @param clicked is told the event's name and its properties */
    public Clicks(
            Page page,
            Patterns patterns,
            Addresses addresses,
            Labels labels,
            Json json,
            BiConsumer<String, Value> clicked) {
        this.page = page;
        this.patterns = patterns;
        this.addresses = addresses;
        this.labels = labels;
        this.json = json;
        this.clicked = clicked;
    }

    /** Listens, with or without clicks that a script makes. */
    public void listen(Signals signals, boolean scripted) {
        signals.onClick(scripted, this::pressed);
    }

    private void pressed(Element innermost, boolean sent) {
        var control = innermost.closest(CONTROLS);
        // What is clicked in a form that the page marks is not the form.
        if (control != null
                && control.tag().equals("form") == sent
                && innermost.closest("[aria-disabled=true],[data-candor-ignore]") == null
                && control.attribute("disabled") == null
                && !innermost.repeatsIn(control)) {
            report(control);
        }
    }

    private void report(Element control) {
        var link = control.attribute("href");
        // Older drawings name their links so.
        var older = link == null ? control.attribute("xlink:href") : link;
        var href = older == null ? "" : page.resolve(older);
        var origin = addresses.origin(href);
        var role = control.attribute("role");
        // With the attribute also what the page made itself, under blob: or data:.
        var isFile = control.attribute("download") == null
                ? !origin.isEmpty() && patterns.matches(FILES, patterns.replaceAll("[?#].*", href, ""))
                : !href.isEmpty();
        var isOut = !origin.isEmpty() && !origin.equals(page.origin());
        var properties = json.value(new Click(
                isFile ? true : null,
                isOut ? true : null,
                role != null && labels.isLabel(role) ? role : null,
                control.tag()));
        control.eachAttribute(attribute -> {
            var name = patterns.replaceAll(LABELS, attribute, "");
            if (!name.equals(attribute) && properties.get(name).kind() == Value.NOTHING) {
                properties.put(name, control.attribute(attribute));
            }
        });
        var event = control.attribute("data-track");
        clicked.accept(event != null && labels.isEventName(event) ? event : Click.EVENT, properties);
    }
}
