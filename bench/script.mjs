// What a tracker costs a page, in a real browser: each load is a context of its own.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { sleep } from './figures.mjs';

const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const CLICKS = 200;
/** The slowest of the scripts sends every five seconds. */
const FLUSH_MS = 7_000;

export async function browser() {
  return chromium.launch({ executablePath: process.env.CANDOR_CHROMIUM, args: ARGUMENTS });
}

export function bytes(source) {
  const raw = Buffer.from(source);
  const brotli = brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } });
  return { raw: raw.length, gzip: gzipSync(raw, { level: 9 }).length, brotli: brotli.length };
}

export class Visits {
  /** @param patienceMs how long a first request is waited for */
  constructor(chromium, receiver, consent, patienceMs) {
    Object.assign(this, { chromium, receiver, consent, patienceMs });
  }

  /** Opens the path in a fresh context, slowed down so many times, and closes it after the work. */
  async visit(path, slowdown, work) {
    const context = await this.chromium.newContext();
    try {
      await context.addCookies([{ name: 'candor_consent', value: this.consent, url: this.receiver.origin }]);
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const cdp = await context.newCDPSession(page);
      // In the time that the main thread ran, not in that of the clock on the wall.
      await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
      if (slowdown > 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
      await page.goto(this.receiver.origin + path);
      return await work(page, cdp);
    } finally {
      await context.close();
    }
  }

  /** Evaluation and init as one synchronous step in an empty page, and what the heap has grown by. */
  load(tracker, slowdown) {
    return this.visit('/empty', slowdown, async (page, cdp) => {
      const before = await heap(cdp);
      const evalMs = await start(page, tracker);
      return { evalMs, heapKb: ((await heap(cdp)) - before) / 1024 };
    });
  }

  /** The same from an address, as pages have it: on the main thread, which does not do all of the compiling. */
  deferred(tracker) {
    return this.visit('/empty', 1, async (page, cdp) => {
      await trace(cdp);
      await page.goto(`${this.receiver.origin}/host/${tracker.key}`);
      await sleep(300);
      const running = (await traced(cdp)).filter(one => one.ph === 'X' && one.args?.data?.url);
      const of = (name, path) => running.filter(one => one.name === name && one.args.data.url.includes(path + tracker.key)).reduce((sum, one) => sum + one.tdur / 1000, 0);
      // What the page itself calls is the init.
      return { deferredMs: of('EvaluateScript', '/script/') + of('FunctionCall', '/host/') };
    });
  }

  /** What comes after: the first request, a click, a thousand events. */
  work(tracker, slowdown) {
    return this.visit('/empty', slowdown, async (page, cdp) => {
      const clickBefore = await clicks(page);
      await start(page, tracker);
      const firstMs = await page.evaluate(firstRequest, this.patienceMs);
      const clickMs = Math.max(0, (await clicks(page)) - clickBefore);
      await sleep(300);
      const before = await taskMs(cdp);
      const tracksMs = await page.evaluate(track => {
        const call = (0, eval)(track);
        const from = performance.now();
        for (let i = 0; i < 1000; i++) call('BENCH', { position: i, plan: 'pro', first: i === 0 });
        return performance.now() - from;
      }, tracker.track);
      await sleep(1_200);
      return { firstMs, clickMs, tracksMs, tracksCpuMs: (await taskMs(cdp)) - before };
    });
  }

  /** A hundred events: requests and bytes of bodies, without what the load itself sends. */
  wire(tracker) {
    return this.visit('/empty', 1, async page => {
      await start(page, tracker);
      await sleep(FLUSH_MS);
      this.receiver.received.length = 0;
      await page.evaluate(track => {
        const call = (0, eval)(track);
        for (let i = 0; i < 100; i++) call('BENCH', { position: i, plan: 'pro', first: i === 0 });
      }, tracker.track);
      await sleep(FLUSH_MS);
      const { received } = this.receiver;
      return { requests: received.length, bytes: received.reduce((sum, one) => sum + one.bytes, 0) };
    });
  }

  /** A page as it is used: the script deferred in its head, ten clicks; null for a page without a tracker. */
  host(tracker, slowdown) {
    return this.visit('/empty', slowdown, async (page, cdp) => {
      await page.addInitScript(() => {
        window.benchEvents = [];
        window.benchLong = 0;
        new PerformanceObserver(list => list.getEntries().forEach(one => one.name === 'click' && window.benchEvents.push(one.duration, one.processingEnd - one.processingStart)))
          .observe({ type: 'event', durationThreshold: 16, buffered: true });
        new PerformanceObserver(list => { window.benchLong += list.getEntries().length; }).observe({ type: 'longtask', buffered: true });
      });
      await trace(cdp);
      await page.goto(`${this.receiver.origin}/host/${tracker?.key ?? 'none'}`);
      for (let i = 0; i < 10; i++) {
        await page.locator('#b').click();
        await sleep(60);
      }
      await sleep(1_200);
      const stretches = stretchesOf(await traced(cdp), tracker && `/script/${tracker.key}.js`);
      const seen = await page.evaluate(() => ({
        fcpMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
        blocking: performance.getEntriesByType('resource').find(one => one.name.includes('/script/'))?.renderBlockingStatus ?? 'none',
        long: window.benchLong,
        events: window.benchEvents,
      }));
      const durations = seen.events.filter((_, i) => i % 2 === 0);
      return {
        fcpMs: seen.fcpMs, blocking: seen.blocking, long: seen.long, ...stretches,
        inpMs: durations.length ? Math.max(...durations) : 16,
        handlersMs: seen.events.filter((_, i) => i % 2 === 1),
      };
    });
  }

  /** The bodies of a visit with views, clicks and calls, as the server will get them. */
  bodies(tracker) {
    return this.visit('/empty', 1, async page => {
      this.receiver.received.length = 0;
      await start(page, tracker);
      await page.evaluate(() => {
        for (let i = 0; i < 4; i++) {
          history.pushState({}, '', `/app/64f0c1a2b3d4e5f6a7b8c9d${i}/edit`);
          document.getElementById('b').click();
          for (let j = 0; j < 4; j++) window.analytics.track('RUN_QUERY', { plugin: 'PostgreSQL', rows: 100 + j, cached: false });
        }
      });
      await sleep(FLUSH_MS);
      return this.receiver.received.map(one => JSON.parse(one.body));
    });
  }
}

/** Appending a script whose text is there runs it at once: no network and no HTML parser in the time. */
const start = (page, tracker) => page.evaluate(({ key, attributes, before, init }) => fetch(`/script/${key}.js`).then(it => it.text()).then(text => {
  const element = document.createElement('script');
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
  element.textContent = text;
  const prepare = new Function(before);
  const begin = new Function(init);
  window.benchSince = performance.now();
  const from = performance.now();
  prepare();
  document.head.append(element);
  begin();
  return performance.now() - from;
}), tracker);

/** When the first request that is no configuration and no script began, counted from the start; null when there was none in time. */
function firstRequest(mostMs) {
  const from = window.benchSince;
  const ofEvents = one => one.startTime >= from && !/\/(script\/[\w-]+\.js|rudder|consent|v1\/projects)\b/.test(one.name);
  return new Promise(resolve => {
    const look = () => {
      const first = performance.getEntriesByType('resource').filter(ofEvents).map(one => one.startTime - from).sort((a, b) => a - b)[0];
      if (first !== undefined || performance.now() - from > mostMs) resolve(first ?? null);
      else setTimeout(look, 20);
    };
    look();
  });
}

/** A click's way through all listeners, on average. */
const clicks = page => page.evaluate(count => {
  const button = document.getElementById('b');
  const from = performance.now();
  for (let i = 0; i < count; i++) button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }));
  return (performance.now() - from) / count;
}, CLICKS);

async function heap(cdp) {
  await cdp.send('HeapProfiler.collectGarbage');
  return (await cdp.send('Runtime.getHeapUsage')).usedSize;
}

async function taskMs(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(one => one.name === 'TaskDuration').value * 1000;
}

async function trace(cdp) {
  cdp.benchTrace = [];
  cdp.on('Tracing.dataCollected', ({ value }) => cdp.benchTrace.push(...value));
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'v8', 'toplevel'] } });
}

async function traced(cdp) {
  const done = new Promise(resolve => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  await done;
  return cdp.benchTrace;
}

/**
 * The longest stretch in which that script ran without a break, and how many tasks of 50 ms it had a part in. Both in the time that the (slowed
 * down) main thread had: on two cores, the clock on the wall also counts what the other processes of the browser and of the machine took from it,
 * three times as much as the stretch itself when they are busy. What the browser compiles and looks up for the script counts.
 */
function stretchesOf(events, url) {
  if (!url) return {};
  const whole = events.filter(one => one.ph === 'X');
  const ours = whole.filter(one => /^(EvaluateScript|FunctionCall)$/.test(one.name) && one.args?.data?.url?.includes(url));
  const isIn = task => one => one.pid === task.pid && one.tid === task.tid && one.ts >= task.ts && one.ts < task.ts + task.dur;
  const longOnes = whole.filter(one => one.name.endsWith('RunTask') && one.tdur >= 50_000);
  return { longestMs: Math.max(0, ...ours.map(one => one.tdur / 1000)), longOfScript: longOnes.filter(task => ours.some(isIn(task))).length };
}
