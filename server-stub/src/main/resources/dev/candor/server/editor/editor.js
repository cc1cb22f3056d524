// The sample product: a page that routes in the browser, as editors do. Of Candor it knows the script tags, and asks once.
"use strict";
(function () {
  const apps = new Map();
  document.querySelectorAll("[data-cards] a").forEach(function (link) {
    apps.set(link.pathname, link.querySelector("strong").textContent);
  });
  const main = document.getElementById("main");
  const editor = document.getElementById("editor");
  const applications = document.getElementById("applications");

  function show() {
    const editing = /^\/app\/[^/]+\/edit$/.test(location.pathname);
    editor.hidden = !editing;
    applications.hidden = editing;
    const name = editing ? apps.get(location.pathname) || "Untitled" : "Applications";
    editor.querySelector("[data-app-name]").textContent = name;
    document.title = (editing ? "Editor" : "Applications") + " | Lowdown";
  }

  function go(path) {
    if (path !== location.pathname) history.pushState(null, "", path);
    show();
    main.focus();
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-route]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(link.pathname);
  });

  document.querySelector("[data-new]").addEventListener("click", function () {
    const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
    apps.set("/app/" + id + "/edit", "Untitled");
    go("/app/" + id + "/edit");
  });

  document.querySelector("[data-run]").addEventListener("click", function () {
    document.querySelector("[data-result]").textContent = "3 rows in 8 ms";
    // The sample has no database, so its server only hears that a query ran; of a visitor without a yes, not even that.
    if (window.analytics && analytics.consent && analytics.consent.status() === "granted") {
      fetch("/editor/queries/all_tickets", { method: "POST" }).catch(function () {});
    }
  });

  document.querySelector(".widgets").addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (button) document.querySelector("[data-added]").textContent = button.textContent + " added.";
  });

  addEventListener("popstate", show);
  show();
})();
