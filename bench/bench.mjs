// `make bench`: measures script and server beside their peers, and writes docs/benchmarks.md.
// Arguments: the server's jar, the file to write. QUICK=1 measures less often, HUGE=1 also with ten million events in the store.
import { writeFileSync } from 'node:fs';
import { trackers } from './peers.mjs';
import { receiver } from './receiver.mjs';
import { report } from './report.mjs';
import { browser, bytes, Visits } from './script.mjs';
import { bare, bodiesFrom, candor, CONNECTIONS, crowded, forced, grown, load, nginx, nodeCollector } from './server.mjs';
import { parts } from './parts.mjs';
import { sleep } from './figures.mjs';

const [jar, output] = process.argv.slice(2);
const quick = Boolean(process.env.QUICK);
const SIZES = [1, 20, 100];
const IDLE = 10_000;
/** As docs/operations.md advises where memory is short. */
const LITTLE = ['-XX:+UseSerialGC', '-Xmx256m'];
const amount = quick
  ? { loads: 20, works: 2, hosts: 5, starts: 3, seconds: 3, warmUpSeconds: 5, patienceMs: 2_000, stored: [10_000, 100_000] }
  : { loads: 30, works: 10, hosts: 5, starts: 7, seconds: 10, warmUpSeconds: 5, patienceMs: 6_000, stored: [10_000, 1_000_000, ...(process.env.HUGE ? [10_000_000] : [])] };
const say = what => console.error(`${new Date().toISOString().slice(11, 19)} ${what}`);

/** What the jar serves is what is measured. */
async function shipped() {
  const server = await candor(jar);
  try {
    const source = await (await fetch(`${server.url}/candor.js`)).text();
    const { policyVersion } = await (await fetch(`${server.url}/consent`)).json();
    return { source, policyVersion };
  } finally {
    await server.close();
  }
}

/** In turns, so that whatever else the machine does meets all alike. */
async function inTurns(all, times, work) {
  const results = new Map(all.map(one => [one, []]));
  for (let i = 0; i < times; i++) {
    for (const one of all) {
      try {
        results.get(one).push(await work(one));
      } catch (e) {
        say(`${one?.name ?? 'no tracker'}: ${String(e).split('\n')[0]}`);
      }
    }
  }
  return results;
}

async function scripts(all, cookie) {
  const pages = await receiver(all);
  const chromium = await browser();
  const visits = new Visits(chromium, pages, cookie, amount.patienceMs);
  try {
    say('script: loads');
    const loads = await inTurns(all, amount.loads, one => visits.load(one, 1));
    const slowLoads = await inTurns(all, amount.loads, one => visits.load(one, 4));
    const deferred = await inTurns(all, amount.loads, one => visits.deferred(one));
    say('script: a thousand events, clicks');
    const works = await inTurns(all, amount.works, one => visits.work(one, 1));
    say('script: a host page');
    const hosts = await inTurns([null, ...all], amount.hosts, one => visits.host(one, 4));
    say('script: the wire');
    // Nothing is timed here, so all at once, each with a receiver of its own.
    const wire = await Promise.all(all.map(async one => {
      const own = await receiver([one]);
      try {
        return await new Visits(chromium, own, cookie, amount.patienceMs).wire(one);
      } finally {
        own.close();
      }
    }));
    const bodies = await visits.bodies(all[0]);
    const rows = all.map((one, i) => ({
      ...one, bytes: bytes(one.source), loads: loads.get(one), slowLoads: slowLoads.get(one), deferred: deferred.get(one),
      works: works.get(one), host: hosts.get(one), wire: wire[i],
    }));
    return { rows, bare: hosts.get(null), bodies, chromium: chromium.version() };
  } finally {
    await chromium.close();
    pages.close();
  }
}

/** One server's cases, in a process of its own each. */
async function cases(start, bodies, cookie, more = []) {
  const results = {};
  for (const one of [...SIZES.map(size => ({ name: size, path: '/v1/batch', body: bodies[size], events: size })), ...more]) {
    const server = await start();
    try {
      results[one.name] = await load(server, { ...one, ...amount, cookie: `candor_consent=${cookie}` });
    } finally {
      await server.close();
    }
  }
  return results;
}

async function servers(bodies, cookie) {
  say('server: starts');
  const archive = ['-XX:+UseSerialGC', `-XX:SharedArchiveFile=${jar.replace(/\.jar$/, '.jsa')}`];
  const starts = await inTurns([[], archive], amount.starts, async flags => {
    const server = await candor(jar, flags);
    const startCpuMs = server.cpuSeconds() * 1000;
    await sleep(1_000);
    const rssMb = server.memoryMb('VmRSS');
    await server.close();
    return { startMs: server.startMs, startCpuMs, rssMb };
  });
  const [plain, archived] = [...starts.values()];
  say('server: Candor under load');
  const ours = await cases(() => candor(jar), bodies, cookie, [{ name: 'script', path: '/candor.js', body: null, events: 1 }]);
  say('server: the same with little memory, and without a store');
  const little = await cases(() => candor(jar, LITTLE), bodies, cookie);
  const noStore = await cases(() => bare(jar), bodies, cookie);
  const cleaning = await cases(() => bare(jar, { cleans: true }), bodies, cookie);
  say('server: half the load');
  const half = await halves(bodies, cookie, ours);
  say('server: 10,000 idle connections');
  const single = { path: '/v1/batch', body: bodies[1], events: 1, ...amount, cookie: `candor_consent=${cookie}` };
  const crowd = await withServer(() => candor(jar), served => crowded(served, IDLE, single));
  say('server: what is forced to the disk');
  const forces = {};
  for (const size of SIZES) {
    forces[size] = await forced(jar, { ...single, body: bodies[size], events: size }, amount);
  }
  say('server: with events in the store');
  const growth = {};
  for (const events of amount.stored) {
    growth[events] = await cases(() => grown(jar, events, bodies[20]), bodies, cookie);
  }
  say('server: its parts');
  const hot = parts(jar, bodies[20], quick);
  say('server: nginx and Node under load');
  const [limit, node] = [await cases(nginx, bodies, cookie), await cases(nodeCollector, bodies, cookie)];
  return { starts: plain, archived, candor: ours, little, bare: noStore, cleaning, half, crowd, forces, growth, parts: hot, nginx: limit, node };
}

async function withServer(start, work) {
  const served = await start();
  try {
    return await work(served);
  } finally {
    await served.close();
  }
}

/** Each connection pauses so that about half as much comes as the server took at most. */
async function halves(bodies, cookie, most) {
  const results = {};
  for (const size of SIZES) {
    const cycleMs = CONNECTIONS / (most[size].perSecond / 2) * 1000;
    const pauseMs = Math.max(1, cycleMs - most[size].p50Ms / 4);
    results[size] = await withServer(() => candor(jar), served =>
      load(served, { path: '/v1/batch', body: bodies[size], events: size, ...amount, cookie: `candor_consent=${cookie}`, pauseMs }));
  }
  return results;
}

const { source, policyVersion } = await shipped();
const cookie = `granted:${policyVersion}:${Math.floor(Date.now() / 1000)}`;
const script = await scripts(trackers({ source, version: 'this build' }), cookie);
const server = await servers(bodiesFrom(script.bodies, SIZES), cookie);
writeFileSync(output, report({ quick, amount, script, server }));
say(`written: ${output}`);
