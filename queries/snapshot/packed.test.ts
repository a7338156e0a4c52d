import { expect } from 'chai';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { unpack } from '#queries/snapshot/packed.ts';

const id = (n: number) => `0C${String(n).padStart(24, '0')}` as ChannelId;
const TIME = '2026-02-03T04:05:06.007Z';
const pack = (...rows: ReadonlyArray<ReadonlyArray<string>>) => rows.map((row) => row.join('\u001F')).join('\u001E');
const opened = (text: string | null) => unpack(text);
const general = [id(1), '', '', 'text', TIME, '0', 'general', '', '', '0'];
const tags = [{ tagId: id(9), name: 'solved', emoji: null, moderated: true }];

describe('packed channels', () => {
  it('are unpacked as they were packed, in order', () => {
    const text = pack(
      general,
      [id(2), id(1), id(3), 'voice', TIME, '30', 'a talk, with 🎉', 'about', '', '0'],
      [id(3), '', '', 'forum', TIME, '0', 'questions', '', JSON.stringify(tags), '1'],
    );
    const plain = { parentId: null, syncedWith: null, createdAt: TIME, slowModeSecs: 0, topic: null, tags: [] };
    expect(opened(text)).to.deep.equal([
      { ...plain, channelId: id(1), channelKind: 'text', name: 'general', tagRequired: false },
      {
        ...{ channelId: id(2), parentId: id(1), syncedWith: id(3), channelKind: 'voice', createdAt: TIME },
        ...{ slowModeSecs: 30, name: 'a talk, with 🎉', topic: 'about', tags: [], tagRequired: false },
      },
      { ...plain, channelId: id(3), channelKind: 'forum', name: 'questions', tags, tagRequired: true },
    ]);
  });
  it('are unpacked to an empty list when none were packed', () => {
    expect(opened(null)).to.deep.equal([]);
  });
  it('are refused when the text holds anything else', () => {
    for (const [n, wrong] of [
      [0, 'no id'],
      [1, 'no id'],
      [2, 'no id'],
      [3, 'video'],
      [4, 'yesterday'],
      [5, 'a while'],
      [6, ''],
      [8, '[1]'],
      [8, 'no list'],
    ] as const) {
      expect(opened(pack(general, general.with(n, wrong))), `field ${n}`).to.equal(undefined);
    }
    for (const text of ['', pack(general, []), pack(general.slice(0, 7)), pack(general, general.slice(0, 3))]) {
      expect(opened(text), text).to.equal(undefined);
    }
  });
});
