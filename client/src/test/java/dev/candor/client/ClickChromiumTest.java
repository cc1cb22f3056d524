package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.KeyboardModifier;
import com.microsoft.playwright.options.MouseButton;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a real mouse and a real keyboard do. */
class ClickChromiumTest extends CaptureInChromium {
    private Locator at(String id) {
        return page.page.locator("#" + id);
    }

    private List<String> names() throws IOException, InterruptedException {
        return sent().stream().map(event -> event.get("event").asText()).toList();
    }

    private JsonNode properties(String name) throws IOException, InterruptedException {
        return sent().stream()
                .filter(event -> event.get("event").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .get("properties");
    }

    @Test
    void theMiddleButtonCountsAndTheRightOneDoesNot() throws Exception {
        at("button").click(new Locator.ClickOptions().setButton(MouseButton.MIDDLE));
        at("button").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "END");
    }

    @Test
    void modifierKeysMakeNoDifference() throws Exception {
        at("button").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        at("button").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.ALT)));
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "CLICK", "END");
    }

    @Test
    void aKeyOnAButtonOrALinkIsAClick() throws Exception {
        at("button").press("Enter");
        at("button").press("Space");
        at("link").press("Enter");
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "CLICK", "CLICK", "END");
    }

    @Test
    void enterInAFieldIsAClickOfItsFormsButton() throws Exception {
        at("field").press("Enter");
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "END");
        assertThat(properties("CLICK").toString()).isEqualTo("{\"tag\":\"input\"}");
    }

    @Test
    void whatIsDisabledIsNotClicked() throws Exception {
        for (var id : List.of("disabled", "inside", "fieldset")) {
            at(id).click(new Locator.ClickOptions().setForce(true));
        }
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void aDoubleClickIsTwoClicks() throws Exception {
        at("button").dblclick();
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "CLICK", "END");
    }

    @Test
    void aLabelIsNone() throws Exception {
        at("label").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @ParameterizedTest
    @ValueSource(strings = {"said", "check"})
    void aMarkedLabelCountsOnce(String where) throws Exception {
        at(where).click();
        assertThat(names()).containsExactly("PAGE_LOAD", "Toggled", "END");
    }

    @Test
    void aLinkInAnSvgCounts() throws Exception {
        at("rect").click();
        assertThat(properties("CLICK").toString()).isEqualTo("{\"download\":true,\"outbound\":true,\"tag\":\"a\"}");
    }

    @Test
    void aLinkElsewhereSaysSoAndNoMore() throws Exception {
        at("outbound").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.CONTROL)));
        at("mail").click();
        var events = sent();
        assertThat(events.get(1).get("properties").toString()).isEqualTo("{\"outbound\":true,\"tag\":\"a\"}");
        assertThat(events.get(2).get("properties").toString()).isEqualTo("{\"tag\":\"a\"}");
        assertThat(events.toString()).doesNotContain("secret").doesNotContain("ann");
    }

    @Test
    void ofAClosedShadowRootOnlyItsHostIsKnown() throws Exception {
        page.eval(
                "for (const id of ['plain', 'marked']) document.getElementById(id).attachShadow({mode: 'closed'}).innerHTML ="
                        + " '<button data-track=Inner style=width:50px;height:20px>c</button>'; 1");
        at("plain").click(new Locator.ClickOptions().setPosition(10, 10));
        at("marked").click(new Locator.ClickOptions().setPosition(10, 10));
        assertThat(names()).containsExactly("PAGE_LOAD", "Marked", "END");
    }

    @Test
    void shadowRootsWithinShadowRootsAreSeenThrough() throws Exception {
        page.eval(
                "const r = document.getElementById('plain').attachShadow({mode: 'open'}); r.innerHTML = '<button id=b><span id=in></span></button>';"
                        + "r.getElementById('in').attachShadow({mode: 'open'}).innerHTML = '<b id=text>c</b>'; 1");
        page.page.locator("#text").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "END");
        assertThat(properties("CLICK").toString()).isEqualTo("{\"tag\":\"button\"}");
    }

    @Test
    void anIgnoredRegionHoldsThroughShadowRoots() throws Exception {
        page.eval(
                "document.getElementById('plain').setAttribute('data-candor-ignore', '');"
                        + "const r = document.getElementById('plain').attachShadow({mode: 'open'}); r.innerHTML = '<span id=in></span>';"
                        + "r.getElementById('in').attachShadow({mode: 'open'}).innerHTML = '<button id=text data-track=Inner>c</button>'; 1");
        page.page.locator("#text").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void whatStandsInASlotIsInWhatStandsAroundTheSlot() throws Exception {
        page.eval("const p = document.getElementById('plain'); p.innerHTML = '<span id=in>s</span>';"
                + "p.attachShadow({mode: 'open'}).innerHTML = '<button data-track=Around><slot></slot></button>'; 1");
        at("in").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "Around", "END");
    }

    @Test
    void anIgnoredRegionHoldsForWhatStandsInItsSlot() throws Exception {
        page.eval("const p = document.getElementById('plain'); p.innerHTML = '<button id=in>s</button>';"
                + "p.attachShadow({mode: 'open'}).innerHTML = '<p data-candor-ignore><slot></slot></p>'; 1");
        at("in").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void aFormWhoseFieldsHideItsMembersHangsNothing() throws Exception {
        page.eval("document.getElementById('plain').innerHTML ="
                + " '<form><input name=parentNode><input name=assignedSlot><b id=in>s</b></form>'; 1");
        // Playwright itself finds no way through such a form.
        page.page
                .mouse()
                .click(
                        Double.parseDouble(page.eval("document.getElementById('in').getBoundingClientRect().left + 2")),
                        Double.parseDouble(page.eval("document.getElementById('in').getBoundingClientRect().top + 2")));
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void whatItsOwnHandlerRemovesCounts() throws Exception {
        at("gone").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "END");
    }

    @Test
    void selectingTextIsNoClick() throws Exception {
        var box = at("words").boundingBox();
        page.page.mouse().move(box.x + 2, box.y + 5);
        page.page.mouse().down();
        page.page.mouse().move(box.x + 60, box.y + 5);
        page.page.mouse().up();
        assertThat(page.eval("String(getSelection())")).isNotEmpty();
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void aPressThatEndsElsewhereIsNone() throws Exception {
        var from = at("button").boundingBox();
        var to = at("words").boundingBox();
        page.page.mouse().move(from.x + 5, from.y + 5);
        page.page.mouse().down();
        page.page.mouse().move(to.x + 5, to.y + 5);
        page.page.mouse().up();
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }

    @Test
    void aShapeThatAnSvgUsesBelongsToItsLink() throws Exception {
        at("use").click(new Locator.ClickOptions().setForce(true));
        assertThat(properties("CLICK").toString()).isEqualTo("{\"tag\":\"a\"}");
        assertThat(names()).containsExactly("PAGE_LOAD", "CLICK", "END");
    }

    @Test
    void whatIsClickedInAFrameIsTheFramesAffair() throws Exception {
        page.page.frameLocator("#frame").locator("#framed").click();
        assertThat(names()).containsExactly("PAGE_LOAD", "END");
    }
}
