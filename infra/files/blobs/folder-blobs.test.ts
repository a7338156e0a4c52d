import { spawn } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { blobName, bytesOf, gathered, inChunks } from '#infra/workshop/contract/blobs/blob-sources.ts';
import { blobsContract } from '#infra/workshop/contract/blobs/blobs-contract.ts';
import { BlobsAway } from './blobs.ts';
import { openFolderBlobs } from './folder-blobs.ts';

const newFolder = (within = tmpdir()): Promise<string> => mkdtemp(join(within, 'filament-blobs-'));

blobsContract('in a folder', async (within) => {
  const home = await newFolder(within);
  return { place: () => newFolder(home), close: () => rm(home, { recursive: true, force: true }) };
});

describe('a folder of files', () => {
  let home: string;
  beforeEach(async () => {
    home = await newFolder();
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const one = () => inChunks(bytesOf(10), 10);
  const failing = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'nothing failed',
      (error: unknown) => (error instanceof Error ? error.name : String(error)),
    );

  it('lets no other user read a file or look into a folder', async () => {
    const root = join(home, 'deep', 'store');
    const blobs = await openFolderBlobs(root);
    await blobs.put(blobName(1), one());
    const mode = async (...parts: ReadonlyArray<string>) => (await lstat(join(root, ...parts))).mode & 0o777;
    expect(await mode()).to.equal(0o700);
    expect(await mode('unfinished')).to.equal(0o700);
    expect(await mode('00')).to.equal(0o700);
    expect(await mode('00', blobName(1))).to.equal(0o600);
  });

  it('spreads blobs over folders', async () => {
    const blobs = await openFolderBlobs(home);
    for (const number of [0, 32 ** 2, 2 * 32 ** 2, 3 * 32 ** 2]) await blobs.put(blobName(number), one());
    expect((await readdir(home)).sort()).to.deep.equal(['00', '10', '20', '30', 'unfinished']);
  });

  it('follows no link, neither to a blob nor to its folder', async () => {
    const [root, other] = [join(home, 'store'), join(home, 'other')];
    const blobs = await openFolderBlobs(root);
    await mkdir(other);
    await writeFile(join(other, blobName(1)), 'a secret of another program');
    await symlink(other, join(root, '00'));
    expect(await failing(blobs.open(blobName(1)))).to.equal('BlobsAway');
    expect(await failing(blobs.put(blobName(2), one()))).to.equal('BlobsAway');
    expect(await failing(blobs.remove(blobName(1)))).to.equal('BlobsAway');
    expect(await readdir(other)).to.deep.equal([blobName(1)]);
    await rm(join(root, '00'));
    await mkdir(join(root, '00'));
    await symlink(join(other, blobName(1)), join(root, '00', blobName(1)));
    expect(await failing(blobs.open(blobName(1)))).to.equal('BlobsAway');
    const listed: string[] = [];
    for await (const { name } of blobs.list()) listed.push(name);
    expect(listed).to.deep.equal([]);
    // A put replaces the link itself.
    await blobs.put(blobName(1), one());
    expect(await readdir(join(root, 'unfinished'))).to.deep.equal([]);
    expect(await gathered((await blobs.open(blobName(1))) ?? [])).to.deep.equal(bytesOf(10));
  });

  it('says that it is away when the folder is gone, as when a disk is not mounted', async () => {
    const root = join(home, 'store');
    const blobs = await openFolderBlobs(root);
    await rm(root, { recursive: true });
    expect(await failing(blobs.put(blobName(1), one()))).to.equal('BlobsAway');
    expect(await failing(blobs.check())).to.equal('BlobsAway');
    expect(await readdir(home)).to.deep.equal([]);
  });

  it('cannot be opened where a file stands', async () => {
    await writeFile(join(home, 'store'), '');
    expect(await failing(openFolderBlobs(join(home, 'store')))).to.equal('BlobsAway');
  });

  it('does not pass the check when other users may write into it', async () => {
    const blobs = await openFolderBlobs(home);
    await chmod(home, 0o777);
    const why = await blobs.check().catch((error: unknown) => error);
    expect(why).to.be.instanceOf(BlobsAway);
    expect(String(why)).to.include('chmod go-w');
  });

  it('says that it is full when the system refuses a larger file', async function () {
    this.timeout(60_000);
    const writer = join(import.meta.dirname, '..', '..', 'workshop', 'contract', 'blobs', 'writer.ts');
    const blobs = await openFolderBlobs(home);
    const child = spawn('sh', ['-c', 'ulimit -f 2048; exec "$0" "$@"', process.execPath, writer, home, blobName(1)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    expect((await gathered(child.stdout)).toString('utf8').trimEnd().split('\n').at(-1)).to.equal('full');
    expect(await blobs.open(blobName(1))).to.equal(undefined);
    expect(await readdir(join(home, 'unfinished'))).to.deep.equal([]);
  });
});
