/**
 * Measures a copy of a log from Postgres to EventStoreDB and back, with every event compared. It also builds the read
 * models from all three logs. Without FILAMENT_TEST_EVENTSTOREDB_URL the tests' double takes the place of the
 * EventStoreDB, and its own cost is part of the rate.
 */
import {
  copy,
  fill,
  keysOfTheHouse,
  logInEventStoreDb,
  logInPostgres,
  stateBuiltFrom,
} from '#infra/workshop/testkit/log-copies.ts';
import { report } from './report.ts';

const MESSAGES = Number(process.argv[2] ?? 87_000);

const timed = async <A>(
  what: string,
  work: () => Promise<A>,
): Promise<{ readonly result: A; readonly seconds: number }> => {
  const began = performance.now();
  const result = await work();
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(`${what}: ${seconds.toFixed(1)} s\n`);
  return { result, seconds };
};

const places = [await logInPostgres(), await logInEventStoreDb(), await logInPostgres()] as const;
const [original, moved, back] = places.map(({ log }) => log);
try {
  if (original === undefined || moved === undefined || back === undefined) throw new Error('a log is missing');
  const sealer = keysOfTheHouse();
  const { result: events } = await timed('filled', () => fill(original, sealer, MESSAGES));
  const up = await timed('Postgres to EventStoreDB', () => copy(original, moved));
  const down = await timed('EventStoreDB to Postgres', () => copy(moved, back));
  const again = await timed('compared once more', () => copy(original, moved));
  const states = [];
  for (const log of [original, moved, back]) {
    states.push(JSON.stringify((await timed('read models built', () => stateBuiltFrom(log, sealer))).result));
  }
  report('log-copy', [
    { name: 'events in the log', value: events, unit: '' },
    { name: 'copied to EventStoreDB and compared', value: events / up.seconds, unit: 'events/s' },
    { name: 'copied to Postgres and compared', value: events / down.seconds, unit: 'events/s' },
    { name: 'compared only', value: events / again.seconds, unit: 'events/s' },
    { name: 'different states of read models', value: new Set(states).size, unit: '', bar: { at: 'most', value: 1 } },
  ]);
} finally {
  for (const { close } of places) await close();
}
