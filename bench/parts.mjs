// What needs Java beside the server: its parts under JMH, the same web server without a store, stores that are full already.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLASSES = new URL('jmh/target/classes', import.meta.url).pathname;
const LIBRARIES = new URL('jmh/target/lib/*', import.meta.url).pathname;

/** Before which a name of a class and its arguments stand. */
export const javaWith = jar => ['-cp', `${CLASSES}:${jar}:${LIBRARIES}`];

/** Nanoseconds and allocated bytes of each part, for one event of a batch of 20. */
export function parts(jar, body, quick) {
  const at = mkdtempSync(join(tmpdir(), 'candor-jmh-'));
  try {
    const file = join(at, 'body.json');
    const results = join(at, 'results.json');
    writeFileSync(file, body);
    const amount = quick ? ['-wi', '2', '-i', '2'] : ['-wi', '5', '-i', '10'];
    execFileSync('java', [...javaWith(jar), 'org.openjdk.jmh.Main', '-prof', 'gc', ...amount, '-rf', 'json', '-rff', results,
      '-jvmArgs', `-XX:+UseSerialGC -Xmx512m -Dcandor.body=${file}`], { stdio: ['ignore', 'ignore', 'inherit'], cwd: at });
    return JSON.parse(readFileSync(results, 'utf8')).map(one => ({
      name: one.benchmark.split('.').at(-1),
      nanos: one.primaryMetric.score,
      error: Number(one.primaryMetric.scoreError),
      bytes: one.secondaryMetrics['gc.alloc.rate.norm']?.score ?? one.secondaryMetrics['·gc.alloc.rate.norm']?.score,
    }));
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}

/** Fills the store in a server's data folder before that server starts. */
export function fill(jar, store, events, body) {
  const file = `${store}.json`;
  const { batch, context } = JSON.parse(body);
  writeFileSync(file, JSON.stringify({ ...batch[0], context: { ...context, ...batch[0].context } }));
  execFileSync('java', ['-XX:+UseSerialGC', '-Xmx256m', ...javaWith(jar), 'dev.candor.server.store.Fill', store, String(events), file], { stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(file);
}
