import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { checkPictures, checkScanner, checkStore } from './files.ts';

describe('the doctor’s check of files', () => {
  it('writes and reads a blob, and says why it cannot', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'filament-doctor-'));
    expect(await checkStore({ root: join(folder, 'files'), address: undefined })()).to.deep.equal([
      { state: 'ok', check: 'store of files', says: 'files can be written and read' },
    ]);
    await writeFile(join(folder, 'a file'), '');
    const [finding] = await checkStore({ root: join(folder, 'a file', 'files'), address: undefined })();
    expect(finding).to.include({ state: 'fail', check: 'store of files' });
    await rm(folder, { recursive: true });
  });

  it('makes a preview', async () => {
    expect(await checkPictures({ withinMs: 60_000 })()).to.deep.equal([
      { state: 'ok', check: 'pictures', says: 'previews can be made' },
    ]);
  });

  it('says that no preview can be made when the program of pictures does not run', async () => {
    const launch = () => spawn(process.execPath, ['--eval', 'process.exit(1)'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const [finding] = await checkPictures({ launch })();
    expect(finding).to.include({ state: 'fail', says: 'no preview can be made (worker-died)' });
  });

  it('says that the scanner is not there, and nothing where none is wanted', async () => {
    expect(await checkScanner(undefined)()).to.deep.equal([]);
    const [finding] = await checkScanner({ host: '127.0.0.1', port: await freePort() })();
    expect(finding).to.include({ state: 'fail', check: 'malware scanner' });
  });
});
