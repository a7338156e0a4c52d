import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { blobName, bytesOf, gathered, inChunks } from '#infra/workshop/contract/blobs/blob-sources.ts';
import { blobsContract } from '#infra/workshop/contract/blobs/blobs-contract.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { closedOnce } from '#infra/workshop/testkit/left-open.ts';
import { startObjectStore } from '#infra/workshop/testkit/object-store.ts';
import { openSilentServer } from '#infra/workshop/testkit/silent-server.ts';
import { UPLOAD_PART_BYTES } from '../limits.ts';
import type { Blobs } from './blobs.ts';
import { s3Blobs, s3PlaceOf } from './s3-blobs.ts';

blobsContract('in an object store', async (within) => {
  const store = await startObjectStore(within);
  return { place: async () => `${store.address}/${randomBytes(6).toString('hex')}`, close: store.close };
});

describe('an object store of files', () => {
  const one = () => inChunks(bytesOf(10), 10);
  const failing = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'nothing failed',
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
    );
  const opened = (address: string, silentMs = 60_000): Blobs => {
    const place = s3PlaceOf(address);
    if (place === undefined) throw new Error('the address is wrong');
    return s3Blobs(place, { silentMs });
  };
  const at = (port: number): string => `http://id:the-secret@127.0.0.1:${port}/files`;

  const serving = async (
    answer: RequestListener,
  ): Promise<{ readonly address: string; readonly close: () => Promise<void> }> => {
    const server: Server = createServer(answer);
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return {
      address: at(port),
      close: closedOnce(async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }),
    };
  };

  const everyCall = (blobs: Blobs): ReadonlyArray<readonly [string, () => Promise<unknown>]> => [
    ['put', () => blobs.put(blobName(1), one())],
    ['put of parts', () => blobs.put(blobName(1), inChunks(bytesOf(UPLOAD_PART_BYTES + 1), 65_536))],
    ['open', () => blobs.open(blobName(1))],
    ['remove', () => blobs.remove(blobName(1))],
    ['list', () => gathered(names(blobs))],
    ['tidy', () => blobs.tidy(new Date())],
    ['check', () => blobs.check()],
  ];
  async function* names(blobs: Blobs): AsyncGenerator<Uint8Array> {
    for await (const { name } of blobs.list()) yield Buffer.from(name);
  }

  it('is away when nobody answers at its port', async () => {
    const blobs = opened(at(await freePort()));
    for (const [name, call] of everyCall(blobs))
      expect(await failing(call()), name).to.match(/^BlobsAway: .*ECONNREFUSED/);
  });

  it('is away when it accepts and says nothing, and does not wait for longer than its time', async () => {
    const silent = await openSilentServer();
    const blobs = opened(at(silent.port), 50);
    for (const [name, call] of everyCall(blobs))
      expect(await failing(call()), name).to.equal('BlobsAway: the object store did not answer in time');
    await silent.close();
  });

  it('takes no more of a source than one part, before the store has taken that', async () => {
    const silent = await openSilentServer();
    const blobs = opened(at(silent.port));
    let given = 0;
    let ended = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (const chunk = bytesOf(65_536); ; given += chunk.length) yield chunk;
      } finally {
        ended = true;
      }
    }
    const put = failing(blobs.put(blobName(1), source()));
    while (silent.accepted() === 0) await pause(5);
    expect(given).to.be.within(UPLOAD_PART_BYTES, UPLOAD_PART_BYTES + 65_536);
    await blobs.close();
    expect(await put).to.match(/^BlobsAway: /);
    expect(ended).to.equal(true);
    await silent.close();
  });

  it('is away when it answers the first half of a blob and then nothing', async () => {
    const server = await serving((_, response) => {
      response.writeHead(200, { 'content-length': 100_000 });
      response.write(bytesOf(50_000));
    });
    const blobs = opened(server.address, 500);
    expect(await failing(gathered((await blobs.open(blobName(1))) ?? []))).to.match(/^BlobsAway: .*in time$/);
    await server.close();
  });

  it('closes the connection of a blob that was opened and is not read', async () => {
    let closed = false;
    const server = await serving((_, response) => {
      response.on('close', () => {
        closed = true;
      });
      response.writeHead(200, { 'content-length': 100_000 });
      response.write(bytesOf(50_000));
    });
    const place = s3PlaceOf(server.address);
    if (place === undefined) throw new Error('the address is wrong');
    const opened = await s3Blobs(place, { unreadMs: 50 }).open(blobName(1));
    while (!closed) await pause(5);
    expect(await failing(gathered(opened ?? []))).to.match(/^BlobsAway: .*not read in time/);
    await server.close();
  });

  it('is away when a blob is cut on its way', async () => {
    const server = await serving((_, response) => {
      response.writeHead(200, { 'content-length': 100_000 });
      response.write(bytesOf(50_000), () => response.destroy());
    });
    const blobs = opened(server.address);
    const failed = await failing((async () => gathered((await blobs.open(blobName(1))) ?? []))());
    expect(failed).to.match(/^BlobsAway: /);
    await server.close();
  });

  it('is asked again when it is busy, and is away when it stays so', async () => {
    let asked = 0;
    let busyFor = 2;
    const server = await serving((request, response) => {
      request.resume();
      asked += 1;
      response.writeHead(asked > busyFor ? 200 : 503).end();
    });
    const blobs = opened(server.address);
    await blobs.put(blobName(1), one());
    expect(asked).to.equal(3);
    busyFor = 1_000;
    expect(await failing(blobs.put(blobName(1), one()))).to.match(/^BlobsAway: .*503/);
    expect(asked).to.equal(6);
    await server.close();
  });

  for (const [status, code] of [
    [507, 'InsufficientStorage'],
    [507, ''],
    [403, 'QuotaExceeded'],
    [400, 'XMinioStorageFull'],
  ] as const) {
    it(`is full when it answers ${status} ${code}`, async () => {
      const server = await serving((request, response) => {
        request.resume();
        response.writeHead(status, { 'content-type': 'text/xml' }).end(`<Error><Code>${code}</Code></Error>`);
      });
      expect(await failing(opened(server.address).put(blobName(1), one()))).to.match(/^BlobsFull: /);
      await server.close();
    });
  }

  it('is away when it says that it joined the parts, and tells a failure in its answer', async () => {
    const asked: string[] = [];
    const server = await serving((request, response) => {
      request.resume();
      const url = new URL(request.url ?? '', 'http://store');
      asked.push(
        `${request.method} ${url.searchParams.has('uploads') ? 'begin' : (url.searchParams.get('partNumber') ?? 'end')}`,
      );
      response.setHeader('etag', '"a"');
      if (url.searchParams.has('uploads'))
        response.end('<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>');
      else if (request.method === 'POST') response.end('<Error><Code>InternalError</Code></Error>');
      else response.end();
    });
    const put = opened(server.address).put(blobName(1), inChunks(bytesOf(UPLOAD_PART_BYTES + 1), 65_536));
    expect(await failing(put)).to.match(/^BlobsAway: .*did not join/);
    while (!asked.includes('DELETE end')) await pause(5);
    expect(asked).to.deep.equal(['POST begin', 'PUT 1', 'PUT 2', 'POST end', 'DELETE end']);
    await server.close();
  });

  it('sends no signed request to another host', async () => {
    let misled = 0;
    const other = await serving((_, response) => {
      misled += 1;
      response.end();
    });
    const server = await serving((request, response) => {
      request.resume();
      response.writeHead(307, { location: other.address }).end();
    });
    expect(await failing(opened(server.address).put(blobName(1), one()))).to.match(/^BlobsAway: /);
    expect(misled).to.equal(0);
    await server.close();
    await other.close();
  });

  it('ends calls under way when it is closed', async () => {
    const silent = await openSilentServer();
    const blobs = opened(at(silent.port));
    const calls = everyCall(blobs).map(([, call]) => failing(call()));
    while (silent.accepted() < calls.length) await pause(5);
    await blobs.close();
    for (const call of calls) expect(await call).to.equal('BlobsAway: the object store was closed');
    await silent.close();
  });

  it('tells no secret in an error', async () => {
    const blobs = opened(at(await freePort()));
    for (const [, call] of everyCall(blobs)) expect(await failing(call())).not.to.include('the-secret');
  });

  describe('that runs', function () {
    this.timeout(60_000);
    let store: Awaited<ReturnType<typeof startObjectStore>>;
    before(async () => {
      store = await startObjectStore();
    });
    after(() => store.close());

    it('is away with a wrong key, and without its bucket', async () => {
      const wrongKey = new URL(store.address);
      wrongKey.password = 'wrong';
      for (const [name, call] of everyCall(opened(wrongKey.href)))
        expect(await failing(call()), name).to.match(/^BlobsAway: .*403/);
      const noBucket = new URL(store.address);
      noBucket.pathname = '/none';
      for (const [name, call] of everyCall(opened(noBucket.href)))
        expect(await failing(call()), name).to.match(/^BlobsAway: .*(?:404|no such bucket)/);
    });

    it('keeps two communities apart in one bucket', async () => {
      const [one_, other] = [opened(`${store.address}/one`), opened(`${store.address}/other`)];
      await one_.put(blobName(1), one());
      expect(await other.open(blobName(1))).to.equal(undefined);
      expect(await gathered(names(other))).to.deep.equal(Buffer.alloc(0));
      expect(await other.tidy(new Date(Date.now() + 60_000))).to.equal(0);
    });
  });
});

describe('the address of an object store', () => {
  it('names the bucket, the folder, the region and the key', () => {
    expect(s3PlaceOf('https://id:a%2Fb%40c@store.example:9000/bucket/some/folder/?region=eu-1')).to.deep.equal({
      endpoint: 'https://store.example:9000/bucket',
      region: 'eu-1',
      prefix: 'some/folder/',
      accessKeyId: 'id',
      secretAccessKey: 'a/b@c',
    });
    expect(s3PlaceOf('https://id:secret@store.example/bucket')).to.include({ region: 'us-east-1', prefix: '' });
  });

  it('is nothing without a bucket, a key or a known scheme', () => {
    for (const address of [
      '',
      'https://id:s@host',
      'https://host/bucket',
      'https://id@host/b',
      'ftp://id:s@host/b',
      'https://id:%zz@host/b',
      'x',
    ])
      expect(s3PlaceOf(address), address).to.equal(undefined);
  });
});
