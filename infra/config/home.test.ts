import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HomeUnfit, makeHome } from './home.ts';

describe('the home of the server', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'filament-home-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is made with the folders above it, for its owner only, and may be there already', async () => {
    const home = join(folder, 'a', 'b', 'c');
    await makeHome(home);
    await makeHome(home);
    expect((await stat(home)).mode & 0o777).to.equal(0o700);
  });

  it('is refused with advice where no folder can be made, and does not hang', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const unfit = [
      file,
      join(file, 'below'),
      ...(process.platform === 'linux' ? ['/proc/x', '/proc/x/y', '/sys/x'] : []),
    ];
    for (const home of unfit) {
      const error = await makeHome(home).catch((refused: unknown) => refused);
      expect(error, home).to.be.instanceOf(HomeUnfit);
      expect(error).to.have.property('message').that.includes(home).and.includes('Set FILAMENT_HOME to a folder');
    }
  });
});
