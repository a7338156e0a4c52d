import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { sql } from 'slonik';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { type ChannelSide, channelSide, inChannel } from '#infra/workshop/testkit/channel-side.ts';
import {
  deleted,
  edited,
  guild,
  joined,
  message,
  reacted,
  restored,
  sent,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';

const here = inChannel(1);
const [ADA, BEN, CLEO] = [user(1), user(2), user(3)];
const LIMIT = 3;

describe('the versions of a message', () => {
  let side: ChannelSide;
  before(async () => {
    side = await channelSide([1, 2], (write) => {
      for (const one of [BEN, CLEO]) write(joined(guild(1), one));
      for (const n of [1, 2, 3, 4, 5]) write(sent(here, message(n), BEN, `first of ${n}`));
      write(reacted(here, message(1), ADA, '👍'));
      write(edited(here, message(1), 'second of 1'));
      write(edited(here, message(1), 'third of 1'));
      for (const n of [1, 2, 3, 4]) write(edited(here, message(3), `edit ${n}`));
      write(edited(here, message(4), 'a secret'));
      write(deleted(here, message(4), BEN));
      write(edited(here, message(5), 'a lost secret'));
      write(deleted(here, message(5), ADA));
      write(restored(here, message(5), BEN, 'it is back'));
      write(edited(here, message(5), 'and changed'));
      const erased = sent(here, message(6), BEN);
      write({ ...erased, data: { ...erased.data, content: ERASED } });
    });
  });
  after(() => side.close());

  const read = async (n: number, by: UserId, at = here) => {
    const viewer = { userId: by, sessionId: session(1) };
    const question = { ...at, viewer, messageId: message(n), limit: LIMIT, atLeast: undefined };
    const answer = await side.queries.messageVersions(question)();
    return isLeft(answer) ? answer.left.kind : answer.right.value;
  };
  const textsOf = async (n: number, by = BEN) => {
    const found = await read(n, by);
    return typeof found === 'string' ? found : found.versions.map(({ content }) => content);
  };

  it('come with the newest first, from the present text to the first', async () => {
    expect(await textsOf(1)).to.deep.equal(['third of 1', 'second of 1', 'first of 1']);
  });

  it('are one alone without an edit, also when it is erased', async () => {
    expect(await textsOf(2)).to.deep.equal(['first of 2']);
    expect(await textsOf(6)).to.deep.equal([ERASED]);
  });

  it('say when older ones are left out', async () => {
    expect(await read(3, BEN)).to.deep.include({ more: true });
    expect(await textsOf(3)).to.deep.equal(['edit 4', 'edit 3', 'edit 2']);
    expect(await read(1, BEN)).to.deep.include({ more: false });
  });

  it('are read by the author and by a moderator, and by no other member or user', async () => {
    expect(await textsOf(1, ADA)).to.have.length(3);
    expect(await read(1, CLEO)).to.equal('NotVisible');
    expect(await read(1, user(9))).to.equal('NotVisible');
  });

  it('are not of a deleted message, an unknown one or one of another channel', async () => {
    for (const by of [ADA, BEN]) expect(await read(4, by)).to.equal('NotVisible');
    expect(await read(99, ADA)).to.equal('NotVisible');
    expect(await read(1, ADA, inChannel(2))).to.equal('NotVisible');
  });

  it('begin anew with a restoration', async () => {
    expect(await textsOf(5)).to.deep.equal(['and changed', 'it is back']);
  });

  it('leave nothing of a deleted text behind', async () => {
    const kept = await side.pool.any(sql.unsafe`SELECT FROM read.message_version WHERE content LIKE '%secret%'`);
    expect(kept).to.be.empty;
  });
});
