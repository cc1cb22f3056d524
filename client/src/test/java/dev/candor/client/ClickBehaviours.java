package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.Set;

/** One event a click on what can be clicked. */
final class ClickBehaviours extends BehaviourRows {
    ClickBehaviours() {
        controls();
        trees();
        presses();
        marks();
        addresses();
        forms();
    }

    private void clicked(String html, String expected) {
        row("a click on " + html + " gives " + expected, page -> {
            page.consent("granted").body(html).open("/");
            page.click("x");
            var events = page.events(expected.isEmpty() ? 1 : 2);
            assertThat(events.stream().skip(1).map(event -> event.get("event").asText() + event.get("properties")))
                    .containsExactly(expected.isEmpty() ? new String[0] : new String[] {expected});
        });
    }

    private void controls() {
        clicked("<button id='x'>Ann</button>", "CLICK{\"tag\":\"button\"}");
        clicked("<button><b><i id='x'>Ann</i></b></button>", "CLICK{\"tag\":\"button\"}");
        clicked("<div role='button' id='x'>Ann</div>", "CLICK{\"role\":\"button\",\"tag\":\"div\"}");
        clicked(
                "<p id='x' data-track='App Created' data-track-plan='free' data-track-note='two words'>Ann</p>",
                "App Created{\"tag\":\"p\",\"plan\":\"free\"}");
        clicked("<p id='x'>Ann</p>", "");
        clicked("<div data-candor-ignore=''><button id='x'>Ann</button></div>", "");
        clicked("<input type='button' id='x' value='Ann'/>", "CLICK{\"tag\":\"input\"}");
        clicked("<input type='image' id='x' alt='Ann' onclick='return false'/>", "CLICK{\"tag\":\"input\"}");
        clicked("<input type='reset' id='x' value='Ann'/>", "CLICK{\"tag\":\"input\"}");
        clicked("<input type='text' id='x' value='Ann'/>", "");
        clicked("<input type='checkbox' id='x' value='Ann'/>", "");
        clicked("<a href='#top' id='x'>Ann</a>", "CLICK{\"tag\":\"a\"}");
        clicked("<a id='x'>Ann</a>", "");
        clicked("<a href='javascript:void 0' id='x'>Ann</a>", "CLICK{\"tag\":\"a\"}");
        for (var role : new String[] {"link", "tab", "menuitem"}) {
            clicked("<span role='" + role + "' id='x'>Ann</span>", "");
        }
        row("a programmatic click is one when asked for", Set.of(Where.JVM), page -> {
            page.consent("granted")
                    .script("data-scripted-clicks=\"on\"")
                    .body("<button id='x'>Ann</button>")
                    .open("/");
            page.eval("document.getElementById('x').click()");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "CLICK");
        });
        row("debug logs what was wrong with a call", Set.of(Where.HTMLUNIT, Where.CHROMIUM), page -> {
            granted(page)
                    .eval("analytics.track(); analytics.debug(); analytics.track(); analytics.debug(false).track()");
            page.rest();
            assertThat(((FakePage) page).browser.warnings)
                    .hasSize(1)
                    .allMatch(warning -> warning.startsWith("analytics.track"));
        });
        row("a programmatic click is none", CHROMIUM, page -> {
            page.consent("granted").body("<button id='x'>Ann</button>").open("/");
            page.eval("document.getElementById('x').click()");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
    }

    private void trees() {
        row("a click inside an open shadow root is seen", CHROMIUM, page -> {
            page.consent("granted").body("<div id='host'></div>").open("/");
            page.eval(
                    "document.getElementById('host').attachShadow({mode: 'open'}).innerHTML = '<button id=x><svg width=20 height=20><rect id=r width=20 height=20></rect></svg></button>'; 1");
            page.click("host button");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "CLICK");
        });
        row("a shadow root in an ignored region is ignored", CHROMIUM, page -> {
            page.consent("granted")
                    .body("<div data-candor-ignore=''><div id='host'></div></div>")
                    .open("/");
            page.eval(
                    "document.getElementById('host').attachShadow({mode: 'open'}).innerHTML = '<button>x</button>'; 1");
            page.click("host button");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
        row("a click whose handler stops it is seen", REAL, page -> {
            page.consent("granted").body("<button id='x'>Ann</button>").open("/");
            page.eval(
                    "document.getElementById('x').addEventListener('click', function (e) { e.stopImmediatePropagation(); e.preventDefault() }); 1");
            page.click("x");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "CLICK");
        });
        row("a click on what was added later is seen", REAL, page -> {
            page.consent("granted").open("/");
            page.eval("document.body.innerHTML = '<button id=x>Ann</button>'; 1");
            page.click("x");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "CLICK");
        });
        row("a disabled button gives nothing", REAL, page -> {
            page.consent("granted")
                    .body("<button id='x' disabled='disabled'><b>Ann</b></button>")
                    .open("/");
            page.click("x");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
        clicked("<input type='submit' id='x' onclick='return false'/>", "CLICK{\"tag\":\"input\"}");
        clicked(
                "<a id='x' href='https://other.example/search?q=ann' onclick='return false'>Ann</a>",
                "CLICK{\"outbound\":true,\"tag\":\"a\"}");
        clicked(
                "<a id='x' href='/files/report.pdf?key=1' onclick='return false'>Ann</a>",
                "CLICK{\"download\":true,\"tag\":\"a\"}");
        clicked(
                "<a id='x' href='/export' download='' onclick='return false'>Ann</a>",
                "CLICK{\"download\":true,\"tag\":\"a\"}");
        clicked("<button id='x' data-track='Mail ann@example.org'>Ann</button>", "CLICK{\"tag\":\"button\"}");
        clicked(
                "<button id='x' data-track-tag='other' data-track-zone='x'>Ann</button>",
                "CLICK{\"tag\":\"button\",\"zone\":\"x\"}");
    }

    /** A click on a button that changes the page as it is pressed, which takes the button from under the pointer. */
    private void pressed(String what, String js, String... expected) {
        row("a button that opens a menu as it is pressed: " + what, CHROMIUM, page -> {
            page.consent("granted")
                    .body("<p><button id='x'><svg width='20' height='20'><path d='M0 0h20v20H0z'/></svg></button></p>")
                    .open("/");
            page.eval("var x = document.getElementById('x'), body = document.body; x.onpointerdown = function () { "
                    + js + " }; 1");
            page.click("x");
            assertThat(page.events(expected.length).stream()
                            .map(event -> event.get("event").asText() + event.get("properties")))
                    .containsExactly(expected);
        });
    }

    private void presses() {
        var view = "PAGE_LOAD{}";
        var click = "CLICK{\"tag\":\"button\"}";
        var overlay =
                "var o = document.createElement('div'); o.style.cssText = 'position:fixed;inset:0'; body.appendChild(o);";
        pressed("the page is taken for clicked", "body.style.pointerEvents = 'none'", view, click);
        pressed("the menu covers the page", overlay, view, click);
        pressed("in a region that is ignored", overlay + "x.parentNode.dataset.candorIgnore = ''", view);
        pressed("on a page that is ignored", overlay + "document.documentElement.dataset.candorIgnore = ''", view);
        pressed("and is gone", overlay + "x.remove()", view);
        row("a press counts for the click that ends it and for no other", CHROMIUM, page -> {
            page.consent("granted")
                    .body("<p tabindex='0' id='y'>Ann <button id='x'>Ann</button></p>")
                    .open("/");
            page.click("x");
            ((ChromiumPage) page).page.locator("#y").focus();
            ((ChromiumPage) page).page.keyboard().press("Enter");
            ((ChromiumPage) page).page.locator("#y").click(new Locator.ClickOptions().setPosition(2, 2));
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "CLICK");
        });
    }

    private void marks() {
        clicked("<span id='x' data-track='Opened'>Ann</span>", "Opened{\"tag\":\"span\"}");
        clicked("<span data-track='Outer'><button id='x'>Ann</button></span>", "CLICK{\"tag\":\"button\"}");
        clicked("<a href='#a'><span id='x' data-track='Inner'>Ann</span></a>", "Inner{\"tag\":\"span\"}");
        clicked("<p id='x' data-track=''>Ann</p>", "CLICK{\"tag\":\"p\"}");
        clicked(
                "<p id='x' data-track='A' data-track-='b' data-track-__proto__='c' data-track-constructor='d'>Ann</p>",
                "A{\"tag\":\"p\"}");
        clicked(
                "<p id='x' data-track='A' data-track-a.b='c' data-track-d_e='f'>Ann</p>",
                "A{\"tag\":\"p\",\"a.b\":\"c\",\"d_e\":\"f\"}");
        clicked(
                "<p id='x' data-track='A' data-track-mail='ann@example.org' data-track-card='4111111111111111'>Ann</p>",
                "A{\"tag\":\"p\"}");
        clicked("<p id='x' data-tracker='A' data-trackplan='free'>Ann</p>", "");
        clicked(
                "<button id='x' role='Ann Smith' name='ann' value='ann' class='ann' title='ann'>Ann</button>",
                "CLICK{\"tag\":\"button\"}");
        clicked("<div data-candor-ignore='false'><p><a href='#a' id='x'>Ann</a></p></div>", "");
        clicked("<button id='x' data-candor-ignore='' data-track='A'>Ann</button>", "");
    }

    private void addresses() {
        for (var href : new String[] {
            "mailto:ann@example.org",
            "tel:+1555",
            "javascript:void 0",
            "blob:https://other.example/1",
            "data:text/plain,ann",
            "ftp://other.example/a.zip"
        }) {
            clicked("<a id='x' onclick='return false' href='" + href + "'>Ann</a>", "CLICK{\"tag\":\"a\"}");
        }
        for (var href : new String[] {"data:text/csv,ann", "blob:https://other.example/1"}) {
            clicked(
                    "<a id='x' onclick='return false' download='ann.csv' href='" + href + "'>Ann</a>",
                    "CLICK{\"download\":true,\"tag\":\"a\"}");
        }
        clicked("<button id='x' download='ann.csv'>Ann</button>", "CLICK{\"tag\":\"button\"}");
        clicked("<a id='x' onclick='return false' href='mailto:ann@example.zip'>Ann</a>", "CLICK{\"tag\":\"a\"}");
        for (var href : new String[] {
            "https://sub.example.org/?q=ann",
            "//other.example/ann?q=ann",
            "http://example.org:81/",
            "https://ann:pw@other.example/#ann"
        }) {
            clicked(
                    "<a id='x' onclick='return false' href='" + href + "'>Ann</a>",
                    "CLICK{\"outbound\":true,\"tag\":\"a\"}");
        }
        clicked(
                "<a id='x' onclick='return false' href='https://other.example/a.ZIP?q=ann#x'>Ann</a>",
                "CLICK{\"download\":true,\"outbound\":true,\"tag\":\"a\"}");
        clicked("<a id='x' onclick='return false' href='/a?file=b.zip'>Ann</a>", "CLICK{\"tag\":\"a\"}");
        for (var type : new String[] {
            "7z", "avi", "csv", "dmg", "doc", "docx", "exe", "gz", "key", "mid", "midi", "mov", "mp3", "mp4", "mpeg",
            "mpg", "pdf", "pkg", "pps", "ppt", "pptx", "rar", "rtf", "txt", "wav", "wma", "wmv", "xls", "xlsx", "zip"
        }) {
            clicked(
                    "<a id='x' onclick='return false' href='/files/a." + type + "#x'>Ann</a>",
                    "CLICK{\"download\":true,\"tag\":\"a\"}");
        }
        for (var type : new String[] {"iso", "html", "zipx", "png"}) {
            clicked("<a id='x' onclick='return false' href='/a." + type + "'>Ann</a>", "CLICK{\"tag\":\"a\"}");
        }
        row("a click on a part of a picture is one on its link", CHROMIUM, page -> {
            page.consent("granted")
                    .body("<img id='x' width='20' height='20' usemap='#m' src='data:,'/>"
                            + "<map name='m'><area shape='default' href='#a'/></map>")
                    .open("/");
            page.click("x");
            var events = page.events(2);
            assertThat(names(events)).containsExactly("PAGE_LOAD", "CLICK");
            assertThat(events.get(1).get("properties")).hasToString("{\"tag\":\"area\"}");
        });
        clicked("<a id='x' onclick='return false' href='?'>Ann</a>", "CLICK{\"tag\":\"a\"}");
    }

    /** A form, and what its use gives after the view. */
    private void used(String how, String attributes, String js, String... expected) {
        row("a form with " + attributes + ": " + how, REAL, page -> {
            page.consent("granted")
                    .body("<form id='form' onsubmit='return false' " + attributes
                            + "><p id='p'>Ann</p><input id='field'/><button id='x'>Go</button></form>")
                    .open("/");
            page.eval(js);
            page.click("x");
            assertThat(page.events(expected.length + 1).stream()
                            .skip(1)
                            .map(event -> event.get("event").asText() + event.get("properties")))
                    .containsExactly(expected);
        });
    }

    private void forms() {
        var click = "CLICK{\"tag\":\"button\"}";
        var marked = "data-track='Signed Up' data-track-plan='free'";
        var sent = "Signed Up{\"tag\":\"form\",\"plan\":\"free\"}";
        used("its button sends it", marked, "1", click, sent);
        used(
                "nothing sends it that its fields hold back",
                marked,
                "document.getElementById('field').required = true",
                click);
        used("its button does something else", marked, "document.getElementById('x').type = 'button'", click);
        used(
                "its button is marked, too",
                marked,
                "document.getElementById('x').dataset.track = 'Go'; 1",
                "Go{\"tag\":\"button\"}",
                sent);
        used("its button sends it", "class='ann'", "1", click);
        used("its button sends it", marked + " data-candor-ignore=''", "1");
        clicked("<form data-track='A'><p id='x'>Ann</p></form>", "");
        clicked("<form data-track='A' id='x'><p>Ann</p></form>", "");
        clicked("<form data-track='A'><input id='x'/></form>", "");
        clicked("<div data-track='Around'><form data-track='A'><p id='x'>Ann</p></form></div>", "");
        clicked(
                "<div data-track='Around'><form onsubmit='return false'><button id='x'>Ann</button></form></div>",
                "CLICK{\"tag\":\"button\"}");
        row("a marked form that Enter sends is told once", CHROMIUM, page -> {
            page.consent("granted")
                    .body("<form data-track='Asked' action='/next'><input id='x' name='q'/></form>")
                    .open("/");
            page.click("x");
            ((ChromiumPage) page).page.keyboard().press("Enter");
            page.rest();
            assertThat(names(page.events(3))).containsExactly("PAGE_LOAD", "Asked", "PAGE_LOAD");
        });
    }
}
