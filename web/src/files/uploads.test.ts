import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { createRoot } from 'solid-js';
import { Attachment } from '#gateway/protocol/attachments.ts';
import type { SendUpload, UploadAttempt } from '#web/files/send-upload.ts';
import { shortName } from '#web/files/send-upload.ts';
import { shownName } from '#web/files/shown-name.ts';
import { type UploadState, uploadsOf } from '#web/files/uploads.ts';
import { within, zoomedAt } from '#web/files/zooming.ts';
import { type HttpAnswer, refusal } from '#web/wire/http.ts';

const kept = (n: number): Attachment => {
  const decoded = Attachment.decode({
    attachment_id: `01ARZ3NDEKTSV4RRFFQ69G5F${String(n).padStart(2, '0')}`,
    name: `${n}.bin`,
    content_type: 'application/octet-stream',
    bytes: 3,
  });
  if (decoded._tag === 'Left') throw new Error('no attachment');
  return decoded.right;
};
const given = (name: string, bytes = 3): File => new File([new Uint8Array(bytes)], name);
/** Lets every promise that is due go on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Asked = UploadAttempt & { readonly answers: (answer: HttpAnswer<Attachment>) => void };

const staged = ({ bytesMax }: { readonly bytesMax?: number } = {}) => {
  const asked: Asked[] = [];
  const discarded: string[] = [];
  const resting: Array<() => void> = [];
  let key = 0;
  const send: SendUpload = (attempt) => new Promise((answers) => void asked.push({ ...attempt, answers }));
  const uploads = createRoot(() =>
    uploadsOf({
      send,
      newKey: () => `key-${++key}`,
      platform: {
        now: () => 0,
        later: (_ms, work) => {
          resting.push(work);
          return () => undefined;
        },
        watchOnline: () => () => undefined,
      },
      bytesMax: async () => bytesMax,
      discard: ({ name }) => void discarded.push(name),
      done: () => undefined,
    }),
  );
  const kinds = (): ReadonlyArray<UploadState['kind']> => uploads.files().map(({ state }) => state().kind);
  return { uploads, asked, discarded, resting, kinds };
};
const UNREACHED = left(refusal(0, 'unreachable', 'no answer'));

describe('the uploads of a message', () => {
  it('begin at once, two at a time', async () => {
    const { uploads, asked, kinds } = staged();
    uploads.add([given('a'), given('b'), given('c')]);
    await turn();
    expect(kinds()).to.deep.equal(['running', 'running', 'waiting']);
    asked[0]?.answers(right(kept(1)));
    await turn();
    expect(kinds()).to.deep.equal(['done', 'running', 'running']);
  });

  it('go on after a lost connection under the same key', async () => {
    const { uploads, asked, resting, kinds } = staged();
    uploads.add([given('a')]);
    await turn();
    asked[0]?.answers(UNREACHED);
    await turn();
    expect(kinds()).to.deep.equal(['resting']);
    resting[0]?.();
    await turn();
    asked[1]?.answers(right(kept(1)));
    await turn();
    expect(kinds()).to.deep.equal(['done']);
    expect(asked.map(({ key }) => key)).to.deep.equal(['key-1', 'key-1']);
  });

  it('take a new key after a refusal, when the user tries again', async () => {
    const { uploads, asked, kinds } = staged();
    uploads.add([given('a')]);
    await turn();
    asked[0]?.answers(left(refusal(413, 'quota_reached', 'full')));
    await turn();
    expect(kinds()).to.deep.equal(['failed']);
    expect(uploads.hasFailed()).to.equal(true);
    for (const one of uploads.files()) uploads.again(one);
    await turn();
    expect(asked.map(({ key }) => key)).to.deep.equal(['key-1', 'key-2']);
  });

  it('are refused without a request when they are empty or too large', async () => {
    const { uploads, asked, kinds } = staged({ bytesMax: 5 });
    uploads.add([given('none', 0), given('more', 6)]);
    await turn();
    expect(kinds()).to.deep.equal(['failed', 'failed']);
    expect(asked).to.have.length(0);
  });

  it('find ten places in a message', () => {
    const { uploads } = staged();
    expect(uploads.add(Array.from({ length: 12 }, (_, n) => given(`${n}`)))).to.equal(2);
    expect(uploads.files()).to.have.length(10);
  });

  it('are discarded when they are whole and the user removes them, also when their answer comes later', async () => {
    const { uploads, asked, discarded } = staged();
    uploads.add([given('a'), given('b')]);
    await turn();
    asked[0]?.answers(right(kept(1)));
    await turn();
    asked[1]?.progressed(3);
    uploads.clear();
    expect(discarded).to.deep.equal(['1.bin']);
    expect(asked[1]?.signal.aborted).to.equal(false);
    asked[1]?.answers(right(kept(2)));
    await turn();
    expect(discarded).to.deep.equal(['1.bin', '2.bin']);
  });

  it('are stopped in the middle when the user removes them', async () => {
    const { uploads, asked, discarded } = staged();
    uploads.add([given('a')]);
    await turn();
    uploads.clear();
    expect(asked[0]?.signal.aborted).to.equal(true);
    asked[0]?.answers(UNREACHED);
    await turn();
    expect(discarded).to.deep.equal([]);
  });

  it('go to their message with the words of the user, and are no longer discarded', async () => {
    const { uploads, asked, discarded } = staged();
    uploads.add([given('a')]);
    await turn();
    asked[0]?.answers(right(kept(1)));
    await turn();
    const [one] = uploads.files();
    one?.setAlt('  a lake ');
    one?.setSpoiler(true);
    expect(uploads.take()).to.deep.equal([{ ...kept(1), alt: 'a lake', spoiler: true }]);
    uploads.clear();
    expect(discarded).to.deep.equal([]);
  });
});

describe('the name of a file', () => {
  it('keeps its extension when it is cut for the wire', () => {
    const short = shortName(`${'long'.repeat(100)}.svg`);
    expect([short.length, short.slice(-4)]).to.deep.equal([200, '.svg']);
  });

  it('is shown with its end, and without signs that turn the direction', () => {
    expect(shownName('\u202egnp.exe')).to.equal('gnp.exe');
    expect(shownName(`${'a'.repeat(100)}.html`)).to.match(/^a+…a+\.html$/);
  });
});

describe('the zoom of a picture', () => {
  it('keeps the point under the pointer where it is', () => {
    const { zoom, x, y } = zoomedAt({ zoom: 1, x: 0, y: 0 }, 2, 50, -20);
    expect([zoom, x, y]).to.deep.equal([2, -50, 20]);
  });

  it('never leaves the frame empty', () => {
    expect(within({ zoom: 2, x: 900, y: -900 }, 100, 60)).to.deep.equal({ zoom: 2, x: 50, y: -30 });
    expect(within({ zoom: 0.2, x: 30, y: 0 }, 100, 60)).to.deep.equal({ zoom: 1, x: 0, y: 0 });
  });
});
