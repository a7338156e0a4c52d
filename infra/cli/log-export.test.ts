import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { NO_REVISION } from '#domain/kernel/event.ts';
import { storedEvent, streamNamed } from '#infra/workshop/contract/log/sample-events.ts';
import { createMemoryEventLog } from '#infra/workshop/testkit/memory-event-log.ts';
import { EXIT, Stop } from './exit-codes.ts';
import { exportLog } from './log-export.ts';
import type { Terminal } from './terminal.ts';

const QUIET: Terminal = {
  json: false,
  say: () => undefined,
  give: () => undefined,
  write: async () => undefined,
  remark: () => undefined,
  progress: () => ({ at: () => undefined, end: () => undefined }),
};

describe('the export of the log', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'filament-export-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('reports a file that cannot be written, at any moment', async () => {
    const there = join(folder, 'there.jsonl');
    await writeFile(there, 'an older export');
    for (const events of [0, 1, 5_000]) {
      const log = createMemoryEventLog();
      for (let n = 0; n < events; n += 1) await log.append(streamNamed(`s-${n}`), NO_REVISION, [storedEvent()]);
      const outcome = await exportLog(QUIET, log, there, new AbortController().signal).catch((error: unknown) => error);
      expect(outcome, `${events} events`).to.be.instanceOf(Stop).with.property('exitCode', EXIT.unavailable);
    }
    expect(await readFile(there, 'utf8')).to.equal('an older export');
  });
});
