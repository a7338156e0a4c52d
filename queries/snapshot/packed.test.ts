import { expect } from 'chai';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { unpack } from '#queries/snapshot/packed.ts';

const id = (n: number) => `0C${String(n).padStart(24, '0')}` as ChannelId;
const TIME = '2026-02-03T04:05:06.007Z';
const pack = (...rows: ReadonlyArray<ReadonlyArray<string>>) => rows.map((row) => row.join('\u001F')).join('\u001E');
const opened = (text: string | null) => unpack(text, (...fields) => fields);

describe('packed channels', () => {
  it('are unpacked as they were packed, in order', () => {
    const text = pack([id(1), '', 'text', TIME, 'general'], [id(2), id(1), 'voice', TIME, 'a talk, with 🎉']);
    expect(opened(text)).to.deep.equal([
      [id(1), null, 'text', TIME, 'general'],
      [id(2), id(1), 'voice', TIME, 'a talk, with 🎉'],
    ]);
  });
  it('are unpacked to an empty list when none were packed', () => {
    expect(opened(null)).to.deep.equal([]);
  });
  it('are refused when the text holds anything else', () => {
    const fine = [id(1), '', 'text', TIME, 'general'];
    for (const [n, wrong] of [
      [0, 'no id'],
      [1, 'no id'],
      [2, 'video'],
      [3, 'yesterday'],
      [4, ''],
    ] as const) {
      expect(opened(pack(fine, fine.with(n, wrong))), `field ${n}`).to.equal(undefined);
    }
    for (const text of ['', pack(fine, []), pack(fine.slice(0, 4)), pack(fine, fine.slice(0, 3))]) {
      expect(opened(text), text).to.equal(undefined);
    }
  });
});
