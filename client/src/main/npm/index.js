// Candor for pages that are bundled: puts the instance's own script into the page. Does nothing on a server that renders pages.

let loading;

/** `hashRouting` is `data-hash-routing`: the options of the script are its attributes. */
function attribute(name) {
  return "data-" + name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());
}

function add(src, options) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    for (const [name, value] of Object.entries(options)) {
      script.setAttribute(attribute(name), typeof value === "string" ? value : JSON.stringify(value));
    }
    script.src = src;
    script.onload = resolve;
    script.onerror = () => reject(new Error("candor: " + src + " could not be loaded"));
    document.head.append(script);
  });
}

/**
 * Loads the tracker, once. Rejects when the script cannot be had; a later call tries again.
 */
export function load({ src = "/candor.js", consent = "", ...options } = {}) {
  if (typeof document === "undefined") return Promise.resolve(undefined);
  loading ??= add(src, options)
    .then(() => consent && add(consent, {}))
    .then(() => window.analytics)
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

/** Before the script is there, calls wait in the queue that it reads first. */
function call(method, values) {
  if (typeof window === "undefined") return;
  const analytics = (window.analytics ??= []);
  if (typeof analytics[method] === "function") analytics[method](...values);
  else analytics.push([method, ...values]);
}

export function track(...values) {
  call("track", values);
}

export function page(...values) {
  call("page", values);
}
