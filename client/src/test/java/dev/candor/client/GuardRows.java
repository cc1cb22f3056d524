package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

/**
 * Whatever throws inside one of the tracker's entry points (a call, a listener, a timer, a callback, a function around the page's
 * history), the page hears nothing of it: no error event, no unhandled rejection, nothing in the console; it goes on, and what happens
 * later still arrives.
 */
abstract class GuardRows extends BehaviourRows {
    static final String WATCH = """
            window.wrong = [];
            function boom() { throw new Error('boom') }
            if (window.addEventListener) {
                addEventListener('error', function (e) { wrong.push('error ' + e.message) });
                addEventListener('unhandledrejection', function (e) { wrong.push('unhandled ' + e.reason) });
            }
            if (window.console) console.error = function (m) { wrong.push('console ' + m) };
            function getter(object, name) { Object.defineProperty(object, name, {configurable: true, get: boom}) }
            """;
    static final String TRAPS = "{get: boom, has: boom, ownKeys: boom, getOwnPropertyDescriptor: boom,"
            + " getPrototypeOf: boom, apply: boom, set: boom, defineProperty: boom}";

    static final List<String> ALL = List.of("PAGE_LOAD", "CLICK", "PAGE_LOAD", "Last");
    static final Set<Where> EVERYWHERE = Set.of();

    /** What the page does after the load. */
    final void during(String what, Set<Where> except, String js) {
        guarded(what, except, "", js, ALL);
    }

    /** What the page has done to the browser before the load. */
    final void before(String what, Set<Where> except, String js) {
        guarded(what, except, js, "", ALL);
    }

    /** The events named A are what is tried; of the others just these are to arrive. */
    final void guarded(String what, Set<Where> except, String before, String during, List<String> expected) {
        row("nothing escapes: " + what, except, page -> {
            page.before(WATCH + before)
                    .consent("granted")
                    .body("<button id='x'>Ann</button><a id='a' href='#there'>Ann</a><form id='f'></form>")
                    .open("/first");
            page.eval(during + "; 1");
            page.rest();
            page.click("x");
            page.eval("try { history.pushState({}, '', '/second') } catch (e) { wrong.push('history ' + e) } 1");
            page.rest();
            page.eval("window.alive = typeof analytics.track('Last'); 1");
            page.rest();
            try {
                Collector.await(() -> names(page.events(0)).containsAll(expected));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(page.eval("alive + wrong.join()")).isEqualTo("object");
            assertThat(names(page.events(0)).stream().filter(name -> !name.matches("A.*|page|screen")))
                    .containsExactlyInAnyOrderElementsOf(expected);
        });
    }
}
