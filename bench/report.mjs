// The figures as a document.
import { execSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { median, number, spread, table } from './figures.mjs';
import { versionOf } from './peers.mjs';

const of = (list, name) => list.map(one => one[name]).filter(value => value !== undefined && value !== null && !Number.isNaN(value));
const LOAD = loadavg();
const SIZES = [1, 20, 100];
const IDLE = 10_000;

function version(command) {
  return execSync(`${command} 2>&1 || true`, { encoding: 'utf8', shell: '/bin/bash' }).trim().split('\n')[0].trim();
}

export function report({ quick, amount, script, server }) {
  return `# Benchmarks

Written by \`make bench${quick ? ' QUICK=1' : ''}\`, which measures Candor and its peers in one run on the machine at hand. Read the ratios: another machine has other figures.

${machine(script)}

${noise()}

## Goals

${goals(script, server)}

## The script: bytes

Packages from npm in these versions, as they ship; those that ship modules alone, or a script that was not minified, went through esbuild, as a page's own
build would do. gzip -9, brotli -q 11. Not here, as npm has none of them: the trackers of Matomo and Umami, and Snowplow's \`sp.lite.js\`.

${sizes(script.rows)}

## The script: time

Medians of ${amount.loads} fresh loads (quartiles in brackets), each in a new browser context; the scripts in turns. *Evaluation and init*: the script's text is there; from appending it to the
end of its synchronous init. *From an address*: the same of a script that stands in the head with \`defer\`, in the main thread's own time. *Heap*: what is in use more than before, after a collection of garbage. *First request*: the visitor has agreed before; from the start to the first request
that is no configuration (Candor waits up to a second, to send one request for many events). *1,000 events*: the calls themselves, and the main thread's own time with
what follows them (storing, sending), over ${amount.works} loads. *A click*: what a click's way through the page takes longer than without the script, over 200 clicks.

${times(script.rows)}

## A page with the script

The script stands in the head with \`defer\`; ten real clicks on a button whose own handler takes 2 ms; CPU slowed down four times; ${amount.hosts} loads. *Longest*: the longest stretch in which
the script's functions ran without a break, in the main thread's own time. *INP*: the longest click of a load, from input to the next frame, medians; the browser counts in steps of 8 ms.

${hosts(script)}

## On the wire

A hundred \`track\` calls with three properties; bodies only, without what the load itself sends.

${wire(script.rows)}

## The server

Each case: a fresh process, warmed up until ${amount.warmUpSeconds} s bring less than a twentieth more than those before, ${amount.seconds} s of \`wrk\` with 64 connections on the same machine, which takes its share of the CPU. Bodies are those that the script
sent in this run, each event with a message id of its own; the same few bodies again and again, so caches are warm. Candor: durable SQLite, an answer means that the commit is done. nginx reads, answers 204 and writes an access log.
The Node collector parses and appends to a file, and checks, cleans and forces nothing.

${load(server)}

${more(server)}

${starts(server)}
`;
}

function machine(script) {
  return table(['machine', ''], [
    ['processor', `${cpus().length} × ${cpus()[0].model}`],
    ['memory', `${number(totalmem() / 2 ** 30)} GB`],
    ['Linux', release()],
    ['Java', version('java -version')],
    ['Chromium', `${script.chromium}, headless, playwright-core ${versionOf('playwright-core')}`],
    ['Node', process.version],
    ['wrk', version('wrk --version').replace(/^wrk (?:debian\/)?(\S+).*/, '$1')],
    ['nginx', version('nginx -v').replace(/.*nginx\//, '')],
  ]);
}

function noise() {
  const before = LOAD[0];
  return before > 0.5 * cpus().length
    ? `**Noisy**: ${number(before, 1)} processes wanted the ${cpus().length} cores when the run began. The absolute figures are far worse than those of a quiet machine.`
    : `The machine was quiet when the run began (load average ${number(before, 2)}).`;
}

function goals(script, server) {
  const [candor] = script.rows;
  const evalMs = row => median(of(row.loads, 'evalMs'));
  const segment = script.rows.find(row => row.package === '@segment/analytics-next');
  const queued = Math.min(...script.rows.filter(row => row.queue && row !== candor).map(evalMs));
  const row = (goal, figure, met) => [goal, figure, met ? 'yes' : 'no'];
  const ours = evalMs(candor);
  const deferred = median(of(candor.deferred, 'deferredMs')) / median(of(segment.deferred, 'deferredMs'));
  const tracks = median(of(candor.works, 'tracksMs'));
  const click = median(of(candor.works, 'clickMs'));
  const longest = median(of(candor.host, 'longestMs'));
  const long = Math.max(...of(candor.host, 'longOfScript'));
  const single = server.candor[1].perSecond;
  const batches = server.candor[100].eventsPerSecond;
  const part = (size, than) => server.candor[size].perSecond / than[size].perSecond;
  const ofJetty = than => [SIZES.map(size => `${number(100 * part(size, than))} %`).join(', '), SIZES.every(size => part(size, than) >= 0.6)];
  const start = median(of(server.archived, 'startMs'));
  const rss = median(of(server.archived, 'rssMb'));
  return table(['goal', 'measured', 'met'], [
    row('6,144 bytes, brotli', number(candor.bytes.brotli), candor.bytes.brotli <= 6144),
    row('evaluation and init at most half of Segment’s', `${number(ours / evalMs(segment), 2)} of it`, ours <= evalMs(segment) / 2),
    row('… and so from an address', `${number(deferred, 2)} of it`, deferred <= 0.5),
    row('… and below every peer with a queue', `${number(ours / queued, 2)} of the fastest`, ours < queued),
    row('1,000 events under 20 ms', `${number(tracks, 1)} ms`, tracks < 20),
    row('a click’s handler under 0.1 ms', `${number(click, 3)} ms`, click < 0.1),
    row('nothing of ours over 5 ms, slowed down four times', `${number(longest, 1)} ms`, longest <= 5),
    row('no long task (50 ms) with a part of ours, slowed down four times', `${number(long)} at most`, long === 0),
    row('10,000 requests a second with one event', number(single), single >= 10_000),
    row('60,000 events a second in batches of 100', number(batches), batches >= 60_000),
    row('p99 under 100 ms at half the load', SIZES.map(size => `${number(server.half[size].p99Ms, 1)} ms`).join(', '), SIZES.every(size => server.half[size].p99Ms < 100)),
    row('60 % of what the same Jetty takes that checks and cleans and does not store', ...ofJetty(server.cleaning)),
    row('60 % of what the same Jetty takes that does nothing', ...ofJetty(server.bare)),
    row('answers within 1 s of its start, with the archive', `${number(start)} ms`, start <= 1000),
    row('under 100 MB when idle, with the archive', `${number(rss)} MB`, rss < 100),
  ]);
}

function sizes(rows) {
  const [candor] = rows;
  return table(['script', 'version', 'raw', 'gzip', 'brotli', 'Candor = 1'], rows.map(row =>
    [row.name, row.version, number(row.bytes.raw), number(row.bytes.gzip), number(row.bytes.brotli), number(row.bytes.brotli / candor.bytes.brotli, 1)]));
}

function times(rows) {
  return table(['script', 'evaluation and init, ms', '4× slower', 'from an address, ms', 'heap, KB', 'first request, ms', '1,000 events, ms', 'with what follows, CPU ms', 'a click, ms'], rows.map(row => [
    row.name, spread(of(row.loads, 'evalMs')), spread(of(row.slowLoads, 'evalMs')), spread(of(row.deferred, 'deferredMs')), number(median(of(row.loads, 'heapKb'))),
    number(median(of(row.works, 'firstMs'))), spread(of(row.works, 'tracksMs')), spread(of(row.works, 'tracksCpuMs')),
    row.clicks ? spread(of(row.works, 'clickMs'), 3) : 'not captured']));
}

function hosts({ rows, bare }) {
  return table(['script', 'first paint, ms', 'render-blocking', 'long tasks', 'longest, ms', 'INP, ms', 'handlers of a click, ms'], [{ name: 'none', host: bare }, ...rows].map(({ name, host }) => [
    name, spread(of(host, 'fcpMs'), 0), [...new Set(of(host, 'blocking'))].join(', ').replace('non-blocking', 'no').replace('none', '–'), number(median(of(host, 'long'))),
    number(median(of(host, 'longestMs')), 1), number(median(of(host, 'inpMs'))), spread(host.flatMap(one => one.handlersMs))]));
}

function wire(rows) {
  return table(['script', 'requests', 'bytes an event'], rows.map(row => [row.name, number(row.wire?.requests), row.wire?.requests ? number(row.wire.bytes / 100) : '–']));
}

const WHAT = { 1: 'one event', 20: 'batch of 20', 100: 'batch of 100' };

function load({ candor, little, cleaning, bare, nginx, node, half, forces }) {
  const rows = [['Candor', candor], ['Candor, `-XX:+UseSerialGC -Xmx256m`', little], ['the same Jetty: checked and cleaned, not stored', cleaning], ['the same Jetty: read, nothing done', bare], ['Node collector', node], ['nginx', nginx]];
  const line = (name, what, got) => [name, what, number(got.perSecond), number(got.eventsPerSecond), number(got.p50Ms, 1), number(got.p99Ms, 1), number(got.p999Ms, 1), number(got.cpuMicros, 1), number(got.rssMb), number(got.failed)];
  return `${table(['server', 'body', 'requests/s', 'events/s', 'p50, ms', 'p99, ms', 'p99.9, ms', 'CPU an event, µs', 'memory, MB', 'failed'], [
    ...SIZES.flatMap(size => rows.map(([name, got]) => line(name, WHAT[size], got[size]))),
    line('Candor', 'GET /candor.js', candor.script),
  ])}

About half the load, as each connection pauses for a random time after each answer; and how often the disk is forced, counted by strace in a run of its own.

${table(['body', 'requests/s', 'p50, ms', 'p99, ms', 'p99.9, ms', 'forced, an event'], SIZES.map(size =>
    [WHAT[size], number(half[size].perSecond), number(half[size].p50Ms, 1), number(half[size].p99Ms, 1), number(half[size].p999Ms, 1), number(forces[size], 4)]))}`;
}

function more({ crowd, growth, parts }) {
  return `Events of as many visitors as fifty events each make, stored before the start; then the load from above.

${table(['events in the store', 'requests/s, one event', 'p99, ms', 'events/s, batches of 100', 'p99, ms', 'memory, MB'], Object.entries(growth).map(([events, got]) =>
    [number(Number(events)), number(got[1].perSecond), number(got[1].p99Ms, 1), number(got[100].eventsPerSecond), number(got[100].p99Ms, 1), number(got[100].rssMb)]))}

${number(IDLE)} connections that say nothing: ${number(crowd.held)} of them were open when all had been made, for ${number(crowd.rssMb)} MB more, and ${number(crowd.left)} after the load; beside them ${number(crowd.perSecond)} requests a second with one
event, p99 ${number(crowd.p99Ms, 1)} ms, ${number(crowd.failed)} failed.

The parts, by JMH, for one event of a batch of 20 on one thread. *store* commits each batch alone; *scrubNew* is a label that was not seen before.

${table(['part', 'ns', '±', 'allocated, bytes'], parts.map(one => [one.name, number(one.nanos), number(one.error), number(one.bytes)]))}`;
}

function starts({ starts, archived }) {
  const line = (how, list) => [how, spread(of(list, 'startMs'), 0), spread(of(list, 'startCpuMs'), 0), spread(of(list, 'rssMb'), 0)];
  return `From the command to the first answer, and what is resident a second later; a new store, ${starts.length} starts each. \`make build\` leaves the archive beside the jar, and
\`make run\` uses it; \`scripts/archive\` makes it for another place.

${table(['start', 'first answer, ms', 'CPU until then, ms', 'memory, MB'], [
    line('`java -jar`', starts),
    line('`java -XX:+UseSerialGC -XX:SharedArchiveFile=candor-server-stub.jsa -jar`', archived),
  ])}`;
}
