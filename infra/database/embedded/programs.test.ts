import { expect } from 'chai';
import { openLog } from '#infra/watch/log.ts';
import { runToEnd } from './programs.ts';

describe('a program of Postgres that fails', () => {
  it('is told with its last words, which say why, also in the log', async () => {
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
