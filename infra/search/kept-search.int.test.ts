import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { keptSearchContract } from '#infra/workshop/contract/search/kept-search-contract.ts';
import { channel, guild, message, sent, user } from '#infra/workshop/testkit/community-events.ts';
import { byTheModule, saying, searchFolder, searchSide } from '#infra/workshop/testkit/search-side.ts';
import { searchIndex } from '#projections/search-index/projector.ts';
import { type GenerationIndex, IndexDamaged } from './generation-index.ts';

keptSearchContract('by the native module', byTheModule);

describe('a search index whose files are deleted while it is open', () => {
  it('is built again at the next message, even when a purge noticed the loss first', async () => {
    const home = await searchFolder();
    const opened: GenerationIndex[] = [];
    const module = byTheModule();
    const watched: typeof module.openIndex = async (directory, asked) => {
      const index = await module.openIndex(directory, asked);
      opened.push(index);
      return index;
    };
    const side = searchSide({ ...module, openIndex: watched }, home.path);
    const general = { guildId: guild(1), channelId: channel(1) };
    const say = (n: number) => side.log.write(sent(general, message(n), user(1), 'apple'));
    try {
      say(1);
      side.project();
      await side.settled();
      await rm(home.path, { recursive: true });
      const missed = await opened[0]?.purge().catch((error: unknown) => error);
      expect(missed).to.be.instanceOf(IndexDamaged);
      say(2);
      await side.settled();
      const answer = await side.search.search(saying('apple'))();
      expect(answer._tag === 'Right' ? answer.right.hits : answer.left).to.have.length(2);
      expect(side.lost).to.have.length(1);
    } finally {
      await side.leave();
      await home.remove();
    }
  });
});

describe('a message that the native module refuses', () => {
  it('is parked, and all others are found', async () => {
    const home = await searchFolder();
    const side = searchSide(byTheModule(), home.path);
    try {
      await side.rebuild();
      side.project();
      const general = { guildId: guild(1), channelId: channel(1) };
      for (let n = 1; n <= 30; n += 1) {
        const text = n === 17 ? 'apple '.repeat(100_000) : 'apple';
        side.log.write(sent(general, message(n), user(1), text));
      }
      await side.settled();
      const answer = await side.search.search(saying('apple'))();
      expect(answer._tag === 'Right' ? answer.right.hits : answer.left).to.have.length(29);
      const active = await side.sink.active(searchIndex);
      const parked = await side.sink.parked(active ?? { name: '' });
      expect(parked.map(({ position }) => position)).to.deep.equal([17n]);
    } finally {
      await side.leave();
      await home.remove();
    }
  });
});

describe('a search index of the format before', () => {
  it('is given up at the start, built again in the background, and finds everything then', async () => {
    const home = await searchFolder();
    let side = searchSide(byTheModule(), home.path);
    const general = { guildId: guild(1), channelId: channel(1) };
    try {
      for (let n = 1; n <= 3; n += 1) side.log.write(sent(general, message(n), user(1), 'apple \u2713'));
      side.project();
      await side.settled();
      await side.leave();
      const meta = join(home.path, 'g1', 'index', 'meta.json');
      const today = await readFile(meta, 'utf8');
      const before = today.replace(/(\\"format\\":)(\d+)/, (_, key: string, now: string) => `${key}${Number(now) - 1}`);
      expect(before).not.to.equal(today);
      await writeFile(meta, before);

      side = searchSide(byTheModule(), home.path, side.log);
      await side.sink.active(searchIndex);
      expect(side.lost).to.have.length(1);
      expect(side.lost[0]).to.match(/another version: its format is/);
      expect(side.search.trouble()).to.deep.equal({ kind: 'SearchRebuilding', done: 0 });
      side.project();
      await side.settled();
      const answer = await side.search.search(saying('\u2713'))();
      expect(answer._tag === 'Right' ? answer.right.hits : answer.left).to.have.length(3);
    } finally {
      await side.leave();
      await home.remove();
    }
  });
});
