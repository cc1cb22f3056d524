// A server on loopback for the browser: the pages, the scripts, and a 200 for whatever a tracker sends.
import { createServer } from 'node:http';

const ANSWERS = [
  [/^\/v1\/projects\//, { integrations: { 'Segment.io': { apiKey: 'bench' } }, plan: { track: {} } }],
  [/^\/rudder/, { source: { id: 's', name: 's', writeKey: 'bench', enabled: true, workspaceId: 'w', config: {}, connections: [], destinations: [], dataplanes: {} } }],
  [/^\/consent/, { status: 'granted', sharing: 'yes', disabled: false, policyVersion: 1 }],
];

/** The host page: something to look at and to click, and the script in its head as its maker says (deferred), or none. */
function hostPage(tracker) {
  const attributes = Object.entries(tracker?.attributes ?? {}).map(([k, v]) => ` ${k}="${v}"`).join('');
  const script = tracker ? `<script src="/script/${tracker.key}.js" defer${attributes}></script>` : '';
  const init = tracker?.init ? `<script>addEventListener('DOMContentLoaded', () => { ${tracker.init} })</script>` : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,">
<script>${tracker?.before ?? ''}</script>${script}${init}</head>
<body><h1>Bench</h1><p>${'A host page with some text. '.repeat(40)}</p><button id="b" data-track="DEPLOY" data-track-target="production">Deploy</button>
<script>document.getElementById('b').addEventListener('click', () => { const end = performance.now() + 2; while (performance.now() < end); })</script>
</body></html>`;
}

const EMPTY = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"></head><body><button id="b" data-track="DEPLOY">Deploy</button></body></html>';

export function receiver(trackers) {
  const received = [];
  const byKey = new Map(trackers.map(tracker => [tracker.key, tracker]));
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url.replace(/\?.*/, '');
      const send = (type, body) => {
        // Isolated, so that the browser's clock is not made coarse.
        response.writeHead(200, { 'Content-Type': type, 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' });
        response.end(body);
      };
      if (path === '/empty') return send('text/html', EMPTY);
      if (path.startsWith('/host/')) return send('text/html', hostPage(byKey.get(path.slice(6))));
      const script = path.match(/^\/script\/(.*)\.js$/)?.[1];
      if (byKey.has(script)) return send('text/javascript', byKey.get(script).source);
      const body = Buffer.concat(chunks);
      // What configures a tracker is no event.
      const known = ANSWERS.find(([pattern]) => pattern.test(path));
      if (!known && (request.method === 'POST' || request.url.includes('?'))) {
        received.push({ body, bytes: body.length + (request.method === 'GET' ? request.url.length : 0) });
      }
      send('application/json', JSON.stringify(known ? known[1] : {}));
    });
  });
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve({ origin: `http://127.0.0.1:${server.address().port}`, received, close: () => server.close() }));
  });
}
