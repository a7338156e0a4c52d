import { expect } from 'chai';
import * as fc from 'fast-check';
import { NO_REVISION, type Revision } from '#domain/kernel/event.ts';
import { StreamHeads } from './heads.ts';

const A = 'message-a';

describe('the heads that a writer remembers', () => {
  it('come from its writes and its reads', () => {
    const heads = new StreamHeads(10);
    expect(heads.get(A)).to.equal(undefined);
    heads.beginRead(A)(3);
    expect(heads.get(A)).to.equal(3);
    heads.beginWrite([A]);
    expect(heads.get(A), 'a revision that is being written is not stored yet').to.equal(3);
    heads.written(new Map([[A, 5]]));
    expect(heads.get(A)).to.equal(5);
  });

  it('stay as they were when a write fails', () => {
    const heads = new StreamHeads(10);
    heads.learn(A, 1);
    heads.beginWrite([A]);
    heads.notWritten();
    expect(heads.get(A)).to.equal(1);
    heads.beginRead('other')(0);
    expect(heads.get('other')).to.equal(0);
  });

  it('are not set back by a read that raced a write, even after the stream was forgotten', () => {
    const heads = new StreamHeads(1);
    const before = heads.beginRead(A);
    heads.beginWrite([A]);
    const during = heads.beginRead(A);
    heads.written(new Map([[A, 7]]));
    heads.learn('pushes it out', 0);
    before(6);
    during(6);
    expect(heads.get(A)).to.equal(undefined);
    heads.beginRead(A)(7);
    expect(heads.get(A)).to.equal(7);
  });

  it('are all forgotten with the lease, and so are reads under way', () => {
    const heads = new StreamHeads(10);
    heads.learn(A, 1);
    const read = heads.beginRead('other');
    heads.forgetAll();
    read(4);
    expect([heads.get(A), heads.get('other')]).to.deep.equal([undefined, undefined]);
  });

  it('are never behind the stored revision, in any order of steps', () => {
    const stream = fc.constantFrom('a', 'b', 'c');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('read' as const), stream }),
      fc.record({ kind: fc.constant('finish' as const), which: fc.nat(5) }),
      fc.record({ kind: fc.constant('write' as const), stream }),
      fc.record({ kind: fc.constant('fail' as const), stream }),
      fc.record({ kind: fc.constant('commit' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const heads = new StreamHeads(2);
        const stored = new Map<string, Revision>();
        const headOf = (name: string): Revision => stored.get(name) ?? NO_REVISION;
        const reads: Array<() => void> = [];
        let writing: string | undefined;
        for (const now of steps) {
          if (now.kind === 'read') {
            const remember = heads.beginRead(now.stream);
            // The database answers with the head at this moment, and the answer arrives later.
            const found = headOf(now.stream);
            reads.push(() => remember(found));
          } else if (now.kind === 'finish') reads.splice(now.which, 1)[0]?.();
          else if (now.kind === 'write' && writing === undefined) {
            writing = now.stream;
            heads.beginWrite([writing]);
            stored.set(writing, headOf(writing) + 1);
          } else if (now.kind === 'fail' && writing === undefined) {
            heads.beginWrite([now.stream]);
            heads.notWritten();
          } else if (now.kind === 'commit' && writing !== undefined) {
            heads.written(new Map([[writing, headOf(writing)]]));
            writing = undefined;
          }
          for (const name of ['a', 'b', 'c'])
            if (name !== writing) expect([headOf(name), undefined]).to.include(heads.get(name));
        }
      }),
      { numRuns: 500 },
    );
  });
});
