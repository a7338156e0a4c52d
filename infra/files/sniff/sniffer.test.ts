import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { isInline } from '#gateway/protocol/inline-types.ts';
import { gif, MAGICS, MALFORMED_MEDIA, png, zipWith } from '#infra/workshop/testkit/hostile-files.ts';
import { UNKNOWN_TYPE } from './content-types.ts';
import { createSniffer, SNIFF_BYTES, type Sniffer, SnifferBusy } from './sniffer.ts';

/** Generous, because a busy machine must not decide what a test says. */
const UNHURRIED = { withinMs: 30_000 };
const ofProgram = (text: string): URL => new URL(`data:text/javascript,${encodeURIComponent(text)}`);

describe('a sniffer', () => {
  let sniffer: Sniffer;
  before(() => {
    sniffer = createSniffer(UNHURRIED);
  });
  after(() => sniffer.close());
  const typeOf = async (head: Uint8Array): Promise<string> => (await sniffer.sniff(head)).contentType;

  it('knows pictures by their first bytes', async () => {
    expect(await typeOf(png({ width: 2, height: 2 }))).to.equal('image/png');
    expect(await typeOf(gif({ width: 2, height: 2, frames: 2 }))).to.equal('image/gif');
    expect(await typeOf(MAGICS['avif'] ?? Buffer.of())).to.equal('image/avif');
    expect(await typeOf(MAGICS['pdf'] ?? Buffer.of())).to.equal('application/pdf');
  });

  it('knows nothing of texts, whatever language they are in', async () => {
    for (const text of [
      '',
      'a',
      'some words',
      '<!doctype html><script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      '{"a":1}',
      '#!/bin/sh\nrm -rf /',
    ])
      expect(await typeOf(Buffer.from(text)), text).to.equal(UNKNOWN_TYPE);
    const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>';
    expect(isInline(await typeOf(Buffer.from(svg)))).to.equal(false);
  });

  it('answers a type without parameters', async () => {
    const opus = Buffer.concat([
      MAGICS['ogg'] ?? Buffer.of(),
      Buffer.alloc(15),
      Buffer.from('OpusHead'),
      Buffer.alloc(64),
    ]);
    expect(await typeOf(opus)).to.equal('audio/ogg');
  });

  it('reads the head alone', async () => {
    const late = Buffer.concat([Buffer.alloc(SNIFF_BYTES), png({ width: 2, height: 2 })]);
    expect(await typeOf(late)).to.equal(UNKNOWN_TYPE);
    expect(await typeOf(Buffer.concat([png({ width: 2, height: 2 }), Buffer.alloc(10 * SNIFF_BYTES)]))).to.equal(
      'image/png',
    );
  });

  it('survives an archive whose list of types is huge, and media that lie about their lengths', async () => {
    const bomb = zipWith('[Content_Types].xml', Buffer.alloc(64 * 1024 ** 2, ' '));
    expect(isInline(await typeOf(bomb.subarray(0, SNIFF_BYTES)))).to.equal(false);
    for (const [name, head] of Object.entries(MALFORMED_MEDIA))
      expect(await typeOf(head), name).to.match(/^[a-z]+\/[a-z0-9.-]+$/);
  });

  it('answers something for random bytes behind every magic', async () => {
    for (const [name, magic] of Object.entries(MAGICS))
      for (const length of [0, 1, 100, 5_000, SNIFF_BYTES])
        expect(await typeOf(Buffer.concat([magic, randomBytes(length)])), name).to.match(/^[a-z]+\/[a-z0-9.+-]+$/i);
  });

  it('answers many at once, each with its own type', async () => {
    const types = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        typeOf(n % 2 === 0 ? png({ width: 2, height: 2 }) : gif({ width: 2, height: 2, frames: 1 })),
      ),
    );
    expect(types).to.deep.equal(Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? 'image/png' : 'image/gif')));
  });
});

describe('the thread of a sniffer', () => {
  /** Hangs on heads that begin with 1, dies on 2, takes all memory on 3, and answers every other one. */
  const STRANGE = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (head) => {
      if (head[0] === 1) for (;;);
      if (head[0] === 2) process.exit(0);
      if (head[0] === 3) for (const all = []; ; ) all.push(new Array(1e5).fill({}));
      if (head[0] === 4) parentPort.postMessage({ mime: 'image/png' });
      else parentPort.postMessage(head[0] === 5 ? 'no type at all' : 'image/png');
    });`;

  it('is replaced when it hangs, dies, or takes too much memory', async () => {
    const sniffer = createSniffer({ withinMs: 2_000, program: ofProgram(STRANGE) });
    try {
      for (const first of [1, 2, 3, 4, 5]) {
        expect((await sniffer.sniff(Uint8Array.of(first))).contentType, String(first)).to.equal(UNKNOWN_TYPE);
        expect((await sniffer.sniff(Uint8Array.of(0))).contentType, `after ${first}`).to.equal('image/png');
      }
    } finally {
      await sniffer.close();
    }
  });

  it('lets a bounded number of files wait', async () => {
    const sniffer = createSniffer({ ...UNHURRIED, waitingMax: 2 });
    try {
      const all = await Promise.allSettled(Array.from({ length: 4 }, () => sniffer.sniff(Uint8Array.of(0))));
      expect(all.map(({ status }) => status)).to.deep.equal(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
      expect(all[3]?.status === 'rejected' && all[3].reason).to.be.instanceOf(SnifferBusy);
      expect((await sniffer.sniff(Uint8Array.of(0))).contentType).to.equal(UNKNOWN_TYPE);
    } finally {
      await sniffer.close();
    }
  });

  it('answers unknown once it is closed, and is not started again', async () => {
    const sniffer = createSniffer(UNHURRIED);
    const last = sniffer.sniff(png({ width: 2, height: 2 }));
    await sniffer.close();
    expect((await last).contentType).to.match(/^(?:image\/png|application\/octet-stream)$/);
    expect((await sniffer.sniff(png({ width: 2, height: 2 }))).contentType).to.equal(UNKNOWN_TYPE);
  });
});
