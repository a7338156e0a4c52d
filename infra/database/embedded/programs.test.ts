import { expect } from 'chai';
import { openLog } from '#infra/watch/log.ts';
import { runToEnd } from './programs.ts';

describe('a failed program of Postgres', () => {
  it('is reported with its last output, which says why, in the log too', async () => {
    const talks = `process.stderr.write('creating a folder ... ok\\n'.repeat(100) + 'No space left'); process.exitCode = 3;`;
    const failure = await runToEnd(process.execPath, ['--eval', talks], { account: undefined }).then(
      () => expect.fail('it went well'),
      (error: unknown) => error,
    );
    const lines: string[] = [];
    openLog('fatal', { write: (line) => void lines.push(line) }).fatal({ err: failure }, 'the server could not start');
    expect(JSON.parse(lines.join('')).err.message).to.match(/ended with 3: .*No space left$/s);
  });
});
