// The scripts that are measured: what a page loads, how it starts it, how it reports an event.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buildSync, transformSync } from 'esbuild';

const FOLDER = new URL('node_modules/', import.meta.url).pathname;
const installed = name => JSON.parse(readFileSync(`${FOLDER}${name}/package.json`, 'utf8')).version;
const shipped = path => readFileSync(FOLDER + path, 'utf8');

/** A package that ships modules alone, made into one script as a page's own build would, without what it loads on demand. */
function bundled(contents) {
  const made = buildSync({
    stdin: { contents, resolveDir: FOLDER },
    bundle: true, external: ['./replay-*'], minify: true, format: 'iife', write: false, logLevel: 'error',
  });
  return made.outputFiles[0].text;
}

/** A script that ships as it was written. */
const minified = path => transformSync(shipped(path), { minify: true }).code;

/**
 * Candor beside its peers. `before` and `init` run in the page, around the script; `track` takes a name and properties.
 * `queue`: what did not arrive survives the page. `clicks`: clicks are captured without the page's help.
 */
export function trackers(candor) {
  return [
    {
      name: 'Candor', key: 'candor', version: candor.version, source: candor.source, queue: true, clicks: true,
      attributes: { 'data-write-key': 'bench', 'data-scripted-clicks': 'on' },
      before: '', init: '', track: '(n, p) => analytics.track(n, p)',
    },
    {
      name: 'Plausible', package: '@plausible-analytics/tracker', queue: false, clicks: false,
      source: () => bundled("import { init, track } from '@plausible-analytics/tracker'; window.plausibleTracker = { init, track };"),
      init: "plausibleTracker.init({ domain: 'bench.example', endpoint: location.origin + '/plausible', captureOnLocalhost: true })",
      track: '(n, p) => plausibleTracker.track(n, { props: p })',
    },
    {
      name: 'OpenPanel', package: '@openpanel/web', queue: false, clicks: false,
      source: () => bundled("import { OpenPanel } from '@openpanel/web'; window.OpenPanelTracker = OpenPanel;"),
      init: "window.op = new OpenPanelTracker({ apiUrl: location.origin + '/openpanel', clientId: 'bench', trackScreenViews: true, trackOutgoingLinks: true })",
      track: '(n, p) => op.track(n, p)',
    },
    {
      name: 'Snowplow browser-tracker', package: '@snowplow/browser-tracker', queue: true, clicks: false,
      source: () => shipped('@snowplow/browser-tracker/dist/index.umd.min.js'),
      init: "snowplowBrowserTracking.newTracker('sp', location.origin, { appId: 'bench' }); snowplowBrowserTracking.trackPageView()",
      track: "(n, p) => snowplowBrowserTracking.trackSelfDescribingEvent({ event: { schema: 'iglu:com.example/' + n + '/jsonschema/1-0-0', data: p } })",
    },
    {
      name: 'Segment analytics-next', package: '@segment/analytics-next', queue: true, clicks: false,
      source: () => shipped('@segment/analytics-next/dist/umd/index.js'),
      init: "window.segment = AnalyticsNext.AnalyticsBrowser.load({ writeKey: 'bench', cdnURL: location.origin }, { integrations: { 'Segment.io': { apiHost: location.host + '/v1', protocol: 'http' } } }); segment.page()",
      track: '(n, p) => segment.track(n, p)',
    },
    {
      name: 'Mixpanel', package: 'mixpanel-browser', queue: true, clicks: false,
      before: "window.mixpanel = []; mixpanel._i = [['bench', { api_host: location.origin, track_pageview: true, persistence: 'localStorage' }, 'mixpanel']]; mixpanel.__SV = 1.2",
      source: () => shipped('mixpanel-browser/dist/mixpanel.min.js'), init: '',
      track: '(n, p) => mixpanel.track(n, p)',
    },
    {
      name: 'RudderStack', package: '@rudderstack/analytics-js', queue: true, clicks: false,
      source: () => minified('@rudderstack/analytics-js/dist/npm/modern/lite/umd/index.js'),
      init: "window.rudder = new rudderanalytics.RudderAnalytics(); rudder.load('bench', location.origin, { configUrl: location.origin + '/rudder' }); rudder.page()",
      track: '(n, p) => rudder.track(n, p)',
    },
    {
      name: 'PostHog', package: 'posthog-js', queue: true, clicks: true,
      before: "window.posthog = []; posthog._i = [['bench', { api_host: location.origin, disable_session_recording: true, disable_surveys: true, advanced_disable_flags: true, disable_external_dependency_loading: true, opt_out_useragent_filter: true }, 'posthog']]; posthog.__SV = 1",
      source: () => shipped('posthog-js/dist/array.js'), init: '',
      track: '(n, p) => posthog.capture(n, p)',
    },
  ].map(one => ({
    attributes: {}, before: '', ...one,
    key: one.key ?? one.package.replace(/\W+/g, '-'),
    version: one.version ?? installed(one.package),
    source: typeof one.source === 'function' ? one.source() : one.source,
  }));
}

export const versionOf = name => createRequire(import.meta.url)(`${name}/package.json`).version;
