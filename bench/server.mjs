// What a server does under load, from another process; each server in a process of its own, in a folder of its own.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from './figures.mjs';
import { fill, javaWith } from './parts.mjs';

export const CONNECTIONS = 64;
/** A server is warm when a stretch of load brings less than so much of the best before it. */
const ENOUGH = 1.05;
const MOST_STRETCHES = 8;
const POST = new URL('post.lua', import.meta.url).pathname;
const COLLECTOR = new URL('collector.mjs', import.meta.url).pathname;
/** Ticks of the clock in /proc/PID/stat. */
const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK']));

/** A process that has said where it listens, or that listens where it was told. */
class Served {
  /** With what status it says that it took a request. */
  taken = 200;
  /** Whether the process only watches the one that serves. */
  watched = false;

  constructor(process, url, folder, startMs) {
    Object.assign(this, { process, url, folder, startMs });
  }

  /** The process and those that it made. */
  get pids() {
    const children = readFileSync(`/proc/${this.process.pid}/task/${this.process.pid}/children`, 'utf8').trim();
    return [this.process.pid, ...children.split(' ').filter(Boolean).map(Number)];
  }

  cpuSeconds() {
    return this.pids.reduce((sum, pid) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /s, '').split(' ');
      return sum + (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    }, 0);
  }

  /** VmRSS now, or VmHWM: the most it ever had. In MB. */
  memoryMb(name) {
    return this.pids.reduce((sum, pid) => sum + Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(`${name}:\\s+(\\d+)`)[1]) / 1024, 0);
  }

  async close() {
    const ended = new Promise(resolve => this.process.once('exit', resolve));
    // What only watches a server ends with it.
    process.kill(this.watched ? this.pids.at(-1) : this.process.pid, 'SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const folder = () => mkdtempSync(join(tmpdir(), 'candor-bench-'));

async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Starts, and asks every few milliseconds until there is an answer. */
async function started(command, parameters, at, url, environment = {}) {
  const from = performance.now();
  const process_ = spawn(command, parameters, { cwd: at, stdio: ['ignore', 'ignore', 'inherit'], env: { PATH: process.env.PATH, ...environment } });
  for (;;) {
    try {
      await (await fetch(url)).arrayBuffer();
      return new Served(process_, url, at, performance.now() - from);
    } catch (notYet) {
      if (process_.exitCode !== null || performance.now() - from > 30_000) throw new Error(`${command} does not answer at ${url}`);
      await sleep(3);
    }
  }
}

/** With room for all that is sent; {@code before} is told the folder in which its data folder will be. */
export async function candor(jar, flags = [], { prefix = [], before = () => {} } = {}) {
  const at = folder();
  before(at);
  const port = await freePort();
  const [command, ...parameters] = [...prefix.map(word => word.replace('%AT%', at)), 'java', ...flags, '-jar', jar];
  return started(command, parameters, at, `http://127.0.0.1:${port}`, { PORT: port, CANDOR_SHARE: 'yes', CANDOR_STORE_MAX: '100GB' });
}

/** Candor's web server and servlet, which read and answer and do nothing else; or check and clean, and store nothing. */
export async function bare(jar, { cleans = false } = {}) {
  const at = folder();
  const port = await freePort();
  return started('java', [...javaWith(jar), 'dev.candor.server.Bare', ...(cleans ? [at] : [])], at, `http://127.0.0.1:${port}`, { PORT: port });
}

/** A server whose store holds so many events already. */
export async function grown(jar, events, body) {
  return candor(jar, [], {
    before: at => {
      mkdirSync(join(at, 'data'), { mode: 0o700 });
      fill(jar, join(at, 'data', 'candor.db'), events, body);
    },
  });
}

/** How often it forces the disk for an event; strace stops at those calls alone. NaN where there is no strace. */
export async function forced(jar, one, amount) {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' });
  } catch (none) {
    return NaN;
  }
  const trace = 'forced.txt';
  const served = await candor(jar, [], { prefix: ['strace', '-f', '--seccomp-bpf', '-e', 'trace=fsync,fdatasync', '-o', `%AT%/${trace}`] });
  served.watched = true;
  const count = () => readFileSync(join(served.folder, trace), 'utf8').split('\n').filter(line => /\bf(?:data)?sync\(/.test(line)).length;
  try {
    let before = 0;
    const got = await load(served, { ...one, ...amount, warmedUp: () => { before = count(); } });
    return (count() - before) / (got.requests * one.events);
  } finally {
    await served.close();
  }
}

/** Opens so many connections that say nothing, and measures beside them. */
export async function crowded(served, connections, one) {
  const before = served.memoryMb('VmRSS');
  const { hostname, port } = new URL(served.url);
  const idle = [];
  for (let i = 0; i < connections; i++) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    idle.push(socket);
    if (i % 200 === 0) await sleep(5);
  }
  try {
    await sleep(500);
    const held = idle.filter(socket => socket.readyState === 'open').length;
    const rssMb = served.memoryMb('VmRSS') - before;
    return { held, rssMb, ...await load(served, one), left: idle.filter(socket => socket.readyState === 'open').length };
  } finally {
    idle.forEach(socket => socket.destroy());
  }
}

export async function nginx() {
  const at = folder();
  const port = await freePort();
  mkdirSync(join(at, 'temp'));
  writeFileSync(join(at, 'nginx.conf'), `daemon off; master_process on; worker_processes 2; pid ${at}/pid; error_log stderr;
events { worker_connections 1024; }
http { access_log ${at}/access.log; client_max_body_size 1m; client_body_temp_path ${at}/temp; proxy_temp_path ${at}/temp; fastcgi_temp_path ${at}/temp; uwsgi_temp_path ${at}/temp; scgi_temp_path ${at}/temp;
keepalive_requests 1000000000;
server { listen 127.0.0.1:${port}; location / { return 204; } } }`);
  const served = await started('nginx', ['-p', at, '-c', `${at}/nginx.conf`, '-e', 'stderr'], at, `http://127.0.0.1:${port}`);
  served.taken = 204;
  return served;
}

export async function nodeCollector() {
  const at = folder();
  const process_ = spawn(process.execPath, [COLLECTOR, join(at, 'events.ndjson')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise(resolve => process_.stdout.once('data', line => resolve(String(line).trim())));
  return new Served(process_, url, at, NaN);
}

/**
 * Warms up and loads.
 *
 * @param warmUpSeconds a stretch's; there are two or more
 * @param body a JSON body with "%ID%" where a message id stands; null gets the path
 * @param pauseMs how long a connection waits between two requests, on average; then the load is what a server gets, not the most it takes
 * @param warmedUp run between warming up and measuring
 */
export async function load(served, { path, body, events, seconds, warmUpSeconds, cookie, pauseMs = 0, warmedUp = () => {} }) {
  const file = join(served.folder, 'body.json');
  if (body) writeFileSync(file, body);
  const wrk = (duration, pause) => new Promise((resolve, reject) => {
    const parameters = ['-t1', `-c${CONNECTIONS}`, `-d${duration}s`, '--latency', '-s', POST, served.url + path, ...(body ? ['--', file] : [])];
    const run = spawn('wrk', parameters, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, BENCH_COOKIE: cookie, BENCH_PAUSE_MS: pause } });
    let said = '';
    run.stdout.on('data', part => { said += part; });
    run.once('exit', code => (code === 0 ? resolve(JSON.parse(said.trim().split('\n').at(-1))) : reject(new Error(`wrk: ${said}`))));
  });
  await warmUp(() => wrk(warmUpSeconds, 0));
  await check(served, path, body, cookie);
  warmedUp();
  const cpu = served.cpuSeconds();
  const got = await wrk(seconds, pauseMs);
  const perEvent = (served.cpuSeconds() - cpu) / (got.requests * events) * 1e6;
  return { ...got, perSecond: got.requests / got.seconds, eventsPerSecond: got.requests * events / got.seconds, cpuMicros: perEvent, rssMb: served.memoryMb('VmRSS') };
}

/** Loads until that brings little more than before: on a small machine, Java's compilers take half a minute. */
async function warmUp(stretch) {
  for (let i = 0, most = 0; i < MOST_STRETCHES; i++) {
    const { requests } = await stretch();
    if (requests < most * ENOUGH) return;
    most = Math.max(most, requests);
  }
}

/** Whether it takes what it gets: an answer that it does not is fast. */
async function check(served, path, body, cookie) {
  const answer = await fetch(served.url + path, body
    ? { method: 'POST', body: body.replaceAll('%ID%', 'ffffffff-ffff-7fff-8fff-ffffffffffff'), headers: { 'Content-Type': 'application/json', Cookie: cookie } }
    : {});
  if (answer.status !== served.taken) throw new Error(`${served.url}${path} answers ${answer.status}: ${await answer.text()}`);
}

/** What stands in the largest of real batches, as bodies for the load: one event alone, and batches of so many. */
export function bodiesFrom(batches, sizes) {
  const { batch, context, ...rest } = batches.reduce((most, one) => (one.batch.length > most.batch.length ? one : most));
  const query = batch.find(one => one.event === 'RUN_QUERY');
  const unique = json => json.replaceAll(/(?<="messageId":")[^"]+(?=")/g, '%ID%');
  return Object.fromEntries(sizes.map(size => [size, unique(JSON.stringify(size === 1
    ? { ...rest, batch: [{ ...query, context: { ...context, ...query.context } }] }
    : { ...rest, context, batch: Array.from({ length: size }, (_, i) => batch[i % batch.length]) }))]));
}
