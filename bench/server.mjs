// What a server does under load, from another process; each server in a process of its own, in a folder of its own.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from './figures.mjs';

const CONNECTIONS = 64;
const POST = new URL('post.lua', import.meta.url).pathname;
const COLLECTOR = new URL('collector.mjs', import.meta.url).pathname;
/** Ticks of the clock in /proc/PID/stat. */
const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK']));

/** A process that has said where it listens, or that listens where it was told. */
class Served {
  /** With what status it says that it took a request. */
  taken = 200;

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
    this.process.kill('SIGTERM');
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

export async function candor(jar, flags = []) {
  const at = folder();
  const port = await freePort();
  return started('java', [...flags, '-jar', jar], at, `http://127.0.0.1:${port}`, { PORT: port, CANDOR_SHARE: 'yes' });
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
 * @param body a JSON body with "%ID%" where the end of a message id stands; null gets the path
 */
export async function load(served, { path, body, events, seconds, warmUpSeconds, cookie }) {
  const file = join(served.folder, 'body.json');
  if (body) writeFileSync(file, body);
  const wrk = duration => new Promise((resolve, reject) => {
    const parameters = ['-t1', `-c${CONNECTIONS}`, `-d${duration}s`, '--latency', '-s', POST, served.url + path, ...(body ? ['--', file] : [])];
    const run = spawn('wrk', parameters, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, BENCH_COOKIE: cookie } });
    let said = '';
    run.stdout.on('data', part => { said += part; });
    run.once('exit', code => (code === 0 ? resolve(JSON.parse(said.trim().split('\n').at(-1))) : reject(new Error(`wrk: ${said}`))));
  });
  await wrk(warmUpSeconds);
  await check(served, path, body, cookie);
  const cpu = served.cpuSeconds();
  const got = await wrk(seconds);
  const perEvent = (served.cpuSeconds() - cpu) / (got.requests * events) * 1e6;
  return { ...got, perSecond: got.requests / got.seconds, eventsPerSecond: got.requests * events / got.seconds, cpuMicros: perEvent, rssMb: served.memoryMb('VmRSS') };
}

/** Whether it takes what it gets: an answer that it does not is fast. */
async function check(served, path, body, cookie) {
  const answer = await fetch(served.url + path, body
    ? { method: 'POST', body: body.replaceAll('%ID%', 'ffffffffffff'), headers: { 'Content-Type': 'application/json', Cookie: cookie } }
    : {});
  if (answer.status !== served.taken) throw new Error(`${served.url}${path} answers ${answer.status}: ${await answer.text()}`);
}

/** What stands in a real batch, as bodies for the load: one event alone, and batches of so many. */
export function bodiesFrom(batches, sizes) {
  const events = batches.flatMap(({ batch, context }) => batch.map(event => ({ ...event, context: { ...context, ...event.context } })));
  const { batch: _, ...rest } = batches[0];
  const unique = json => json.replaceAll(/("messageId":"[^"]{24})[^"]{12}(?=")/g, '$1%ID%');
  const own = batches.flatMap(({ batch }) => batch);
  return Object.fromEntries(sizes.map(size => [size, unique(JSON.stringify(size === 1
    ? { ...rest, context: undefined, batch: [events.find(one => one.event === 'RUN_QUERY')] }
    : { ...rest, batch: Array.from({ length: size }, (_, i) => own[i % own.length]) }))]));
}
