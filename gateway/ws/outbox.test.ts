import { expect } from 'chai';
import type { FlushedOutbox } from '#gateway/ws/flusher.ts';
import { Outbox } from '#gateway/ws/outbox.ts';
import { startOfTrail } from '#gateway/ws/trail.ts';

const frame = (text: string): Buffer => Buffer.from(text);

/** Makes a socket that takes everything until told not to, and a turn of the event loop that the test starts. */
const setting = (limits = { events: 4, bytes: 100 }) => {
  const start = startOfTrail();
  let due: Array<FlushedOutbox> = [];
  const flusher = { soon: (outbox: FlushedOutbox) => void due.push(outbox) };
  const socketOf = () => {
    const written: Array<Buffer> = [];
    const socket = {
      written,
      /** Writes that the socket takes before it wants to drain. */
      takes: Number.POSITIVE_INFINITY,
      writableNeedDrain: false,
      writableLength: 0,
      write: (bytes: Buffer): boolean => {
        written.push(bytes);
        socket.writableNeedDrain = socket.writableNeedDrain || written.length > socket.takes;
        return !socket.writableNeedDrain;
      },
    };
    return socket;
  };
  const outboxOf = (socket: ReturnType<typeof socketOf>, isOpen = () => true): Outbox =>
    new Outbox(socket, isOpen, start, flusher, limits);
  const turn = (): void => {
    const all = due;
    due = [];
    for (const one of all) one.flush();
  };
  const open = (isOpen?: () => boolean) => {
    const socket = socketOf();
    const outbox = outboxOf(socket, isOpen);
    outbox.release(frame('snapshot '));
    outbox.drained();
    socket.written.length = 0;
    return { socket, outbox };
  };
  return { socketOf, outboxOf, open, turn, due: () => due.length };
};
const said = (written: ReadonlyArray<Buffer>): string => Buffer.concat([...written]).toString();

describe('an outbox', () => {
  it('writes the frames of one turn at once, in order', () => {
    const { open, turn } = setting();
    const { socket, outbox } = open();
    outbox.share(frame('a'));
    outbox.answer(frame('b'));
    outbox.share(frame('c'));
    expect(socket.written).to.have.length(0);
    turn();
    expect(socket.written).to.have.length(1);
    expect(said(socket.written)).to.equal('abc');
    turn();
    expect(socket.written).to.have.length(1);
  });
  it('gives the same Buffer to all sockets that wait for the same frames', () => {
    const { open, turn } = setting();
    const all = [open(), open(), open()];
    for (const text of ['a', 'b']) {
      const shared = frame(text);
      for (const { outbox } of all) outbox.share(shared);
    }
    turn();
    const [first, second, third] = all.map(({ socket }) => socket.written[0]);
    expect(first?.toString()).to.equal('ab');
    expect(second).to.equal(first);
    expect(third).to.equal(first);
  });
  it('sends a frame for one socket to no other', () => {
    const { open, turn } = setting();
    const [own, other] = [open(), open()];
    own.outbox.answer(frame('mine '));
    const shared = frame('ours');
    for (const { outbox } of [own, other]) outbox.share(shared);
    turn();
    expect(said(own.socket.written)).to.equal('mine ours');
    expect(said(other.socket.written)).to.equal('ours');
  });
  it('holds shared frames back until the snapshot, and sends them after it', () => {
    const { socketOf, outboxOf, turn } = setting();
    const socket = socketOf();
    const outbox = outboxOf(socket);
    outbox.share(frame('later'));
    outbox.answer(frame('hello '));
    turn();
    outbox.drained();
    expect(said(socket.written)).to.equal('hello ');
    outbox.release(frame('snapshot '));
    turn();
    expect(said(socket.written)).to.equal('hello snapshot later');
  });
  it('keeps frames while the socket takes nothing, and says when they are too many', () => {
    const { open, turn } = setting();
    const { socket, outbox } = open();
    socket.writableNeedDrain = true;
    const outcomes = ['a', 'b', 'c', 'd', 'e'].map((text) => outbox.share(frame(text)));
    expect(outcomes).to.deep.equal(['queued', 'queued', 'queued', 'queued', 'overflow']);
    turn();
    expect(socket.written).to.have.length(0);
    socket.writableNeedDrain = false;
    outbox.drained();
    expect(said(socket.written)).to.equal('abcd');
  });
  it('counts bytes too, with the bytes that the socket has not sent yet', () => {
    const { open } = setting();
    const { socket, outbox } = open();
    socket.writableNeedDrain = true;
    socket.writableLength = 60;
    expect(outbox.share(frame('x'.repeat(30)))).to.equal('queued');
    expect(outbox.share(frame('x'.repeat(30)))).to.equal('overflow');
  });
  it('does not overflow in a long turn when the socket takes bytes', () => {
    const { open, turn } = setting();
    const { socket, outbox } = open();
    const outcomes = [...'abcdefghij'].map((text) => outbox.share(frame(text)));
    expect(outcomes).to.deep.equal(Array(10).fill('queued'));
    turn();
    expect(said(socket.written)).to.equal('abcdefghij');
  });
  for (const asked of ['release', 'stream'] as const) {
    it(`does not count bytes that were sent by ${asked}, and counts again once they are gone`, () => {
      const { open } = setting();
      const { socket, outbox } = open();
      socket.takes = 0;
      outbox[asked](frame('x'.repeat(1_000)));
      socket.writableLength = 1_000;
      expect(outbox.share(frame('a'))).to.equal('queued');
      expect(outbox.share(frame('b'))).to.equal('queued');
      socket.takes = Number.POSITIVE_INFINITY;
      socket.writableNeedDrain = false;
      socket.writableLength = 0;
      outbox.drained();
      expect(said(socket.written)).to.equal(`${'x'.repeat(1_000)}ab`);
      socket.writableNeedDrain = true;
      outbox.share(frame('c'));
      expect(outbox.share(frame('y'.repeat(100)))).to.equal('overflow');
    });
  }
  it('writes a page of any size, after the waiting frames', async () => {
    const { open } = setting();
    const { socket, outbox } = open();
    outbox.share(frame('a'));
    outbox.stream(frame('p'.repeat(1_000)));
    expect(said(socket.written)).to.equal(`a${'p'.repeat(1_000)}`);
    await outbox.room();
  });
  it('lets a replay wait until the socket has room or has ended', async () => {
    const { open } = setting();
    for (const finish of ['drained', 'end'] as const) {
      const { socket, outbox } = open();
      socket.writableNeedDrain = true;
      let waiting = true;
      const room = outbox.room().then(() => {
        waiting = false;
      });
      await Promise.resolve();
      expect(waiting).to.equal(true);
      socket.writableNeedDrain = false;
      outbox[finish]();
      await room;
    }
  });
  it('writes nothing after its end or after a close frame', () => {
    const { open, turn } = setting();
    let closing = false;
    const { socket, outbox } = open(() => !closing);
    outbox.share(frame('a'));
    closing = true;
    turn();
    const other = open();
    other.outbox.share(frame('a'));
    other.outbox.end();
    expect(other.outbox.share(frame('b'))).to.equal('queued');
    turn();
    expect([...socket.written, ...other.socket.written]).to.deep.equal([]);
  });
});
