// The question that comes before anything is sent: <script src="/candor-consent.js" defer></script> after candor.js.
//
// It shows itself while this visitor has not answered, and again when an element marked data-candor-settings is clicked.
// No and yes look and work alike. It stores nothing and asks nobody by itself: what it knows it reads from
// analytics.consent, and what is answered it says there.
//
// Other words, or another language, come from the page:
//   <script type="application/json" id="candor-texts">{"de": {"title": "…", "yes": "…"}}</script>
// by the page's lang attribute, first as it is (pt-BR), then without its region (pt), then "default".
"use strict";
(function () {
  // Of the instance that the tracker sends to: it may stand in a folder of the product's, as this script does then.
  const tracker = document.querySelector("script[data-endpoint]");
  const own = document.currentScript && document.currentScript.src;
  const DICTIONARY = (tracker ? tracker.dataset.endpoint + "/" : new URL(own ? "." : "/", own || location.href)) + "dictionary";

  const TEXTS = {
    title: "Share anonymous usage data?",
    body: "It helps the makers of this product see which pages and buttons are used. No names, no text, no addresses, and nothing leaves before you answer.",
    granted: "You share anonymous usage data. Thank you.",
    denied: "You do not share usage data.",
    signal: "Your browser asks sites not to track you, so nothing is shared unless you say otherwise here.",
    details: "What would be sent",
    loading: "Loading …",
    unavailable: "The list could not be loaded. It stands at " + DICTIONARY + " too.",
    asked: "What is collected has changed since you last answered.",
    news: "What is new",
    nothing: "Nothing is: your answer was too old.",
    changed: "New",
    no: "No, don’t share",
    yes: "Yes, share",
    failed: "Your answer could not be saved. Please try again.",
  };
  const STYLE = `
    :host { all: initial; color-scheme: light dark; --candor-ground: #fff; --candor-ink: #1c2430; --candor-line: #b9c1cc; --candor-accent: #1f5fbf; }
    @media (prefers-color-scheme: dark) {
      :host { --candor-ground: #1b212a; --candor-ink: #e8ecf2; --candor-line: #566173; --candor-accent: #8ab4f8; }
    }
    section { position: fixed; z-index: 2147483647; right: 1rem; bottom: 1rem; left: 1rem; max-width: 30rem; margin-left: auto;
      max-height: calc(100vh - 2rem); overflow: auto; box-sizing: border-box; padding: 1rem 1.25rem 1.25rem;
      background: var(--candor-ground); color: var(--candor-ink); border: 1px solid var(--candor-line); border-radius: .5rem;
      box-shadow: 0 .5rem 2rem rgb(0 0 0 / .25); font: 16px/1.5 system-ui, sans-serif; }
    section[hidden] { display: none; }
    h2 { margin: 0 0 .25rem; font-size: 1.125rem; }
    p { margin: 0 0 .75rem; }
    details { margin: 0 0 1rem; }
    summary { cursor: pointer; }
    ul { margin: .5rem 0 0; padding-left: 1.25rem; max-height: 14rem; overflow: auto; }
    code { font: .875em ui-monospace, monospace; }
    .answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr)); gap: .75rem; }
    button { font: inherit; padding: .5rem; cursor: pointer; color: var(--candor-ink); background: var(--candor-ground);
      border: 2px solid var(--candor-accent); border-radius: .375rem; }
    button:hover, summary:hover { text-decoration: underline; }
    :focus-visible { outline: 3px solid var(--candor-accent); outline-offset: 2px; }`;

  /** The page's own texts over the default ones. A text that is not JSON leaves the defaults. */
  function texts() {
    try {
      const all = JSON.parse(document.getElementById("candor-texts").textContent);
      const lang = document.documentElement.lang;
      return Object.assign({}, TEXTS, all[lang] || all[lang.split("-")[0]] || all.default);
    } catch {
      return TEXTS;
    }
  }

  function element(name, text, parent) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  }

  /** Whether the browser itself says no: Global Privacy Control, or Do Not Track unless the tracker is told to pass over it. */
  function signal() {
    const tracker = document.querySelector("script[data-dnt=off]");
    return navigator.globalPrivacyControl === true || (!tracker && navigator.doNotTrack === "1");
  }

  /** The policy version of an earlier answer; 0 for none. */
  function answeredVersion() {
    const answer = /(?:^|; )candor_consent=[a-z-]+:(\d+):/.exec(document.cookie);
    return answer ? Number(answer[1]) : 0;
  }

  class CandorConsent extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const words = texts();
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];

      this.region = element("section", "", root);
      this.region.setAttribute("aria-labelledby", "title");
      this.region.setAttribute("data-candor-ignore", "");
      this.region.hidden = true;
      element("h2", words.title, this.region).id = "title";
      this.state = element("p", "", this.region);
      this.state.setAttribute("role", "status");
      const unset = window.analytics.consent.status() === "unset";
      const before = unset ? answeredVersion() : 0;
      if (before) {
        element("p", words.asked, this.region);
        this.details(words.news, words, before);
      }
      element("p", words.body, this.region);
      this.details(words.details, words, 0);
      const answers = element("div", "", this.region);
      answers.className = "answers";
      this.no = element("button", words.no, answers);
      this.yes = element("button", words.yes, answers);
      this.no.type = this.yes.type = "button";
      this.no.addEventListener("click", () => this.answer(window.analytics.consent.deny(), words));
      this.yes.addEventListener("click", () => this.answer(window.analytics.consent.grant({ anyway: signal() }), words));
      this.region.addEventListener("keydown", (event) => event.key === "Escape" && this.opener && this.hide());
      this.words = words;
      this.region.hidden = !unset;
    }

    /** A list of fields that is loaded when somebody opens it: the page asks for nothing by itself. */
    details(title, words, before) {
      const details = element("details", "", this.region);
      element("summary", title, details);
      details.addEventListener("toggle", () => this.list(details, title, words, before), { once: true });
    }

    /** Shows the question again, with what was answered before. */
    open(opener) {
      const status = window.analytics.consent.status();
      this.opener = opener;
      this.state.textContent =
        status === "granted" ? this.words.granted : signal() ? this.words.signal : status === "denied" ? this.words.denied : "";
      this.region.hidden = false;
      (status === "granted" ? this.no : this.yes).focus();
    }

    hide() {
      this.region.hidden = true;
      if (this.opener) this.opener.focus();
    }

    async answer(saved, words) {
      try {
        await saved;
        this.hide();
      } catch {
        this.state.textContent = words.failed;
      }
    }

    /** Fills a list from the instance's own dictionary: the fields that came after a version. */
    async list(details, title, words, before) {
      const waiting = element("p", words.loading, details);
      try {
        const answer = await fetch(DICTIONARY + ".json");
        if (!answer.ok) throw new Error(answer.status);
        const dictionary = await answer.json();
        const fields = [...dictionary.fields, ...dictionary.batch];
        const shown = fields.filter((field) => field.since > before && (!before || field.kind !== "object"));
        const list = element("ul", "", details);
        list.tabIndex = 0;
        list.setAttribute("aria-label", title);
        for (const field of shown) {
          const item = element("li", "", list);
          element("code", field.name, item);
          item.append(" " + field.what);
          if (!before && field.since === dictionary.policyVersion && field.since > 1) element("strong", " " + words.changed, item);
        }
        if (shown.length) waiting.remove();
        else {
          list.remove();
          waiting.textContent = words.nothing;
        }
      } catch {
        waiting.textContent = words.unavailable;
      }
    }
  }

  if (customElements.get("candor-consent") || !window.analytics || !window.analytics.consent) return;
  customElements.define("candor-consent", CandorConsent);
  const banner = document.querySelector("candor-consent") || element("candor-consent", "", document.body);
  document.addEventListener("click", function (event) {
    const opener = event.target instanceof Element && event.target.closest("[data-candor-settings]");
    if (opener) banner.open(opener);
  });
})();
