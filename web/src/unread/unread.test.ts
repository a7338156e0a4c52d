import { expect } from 'chai';
import { channel, channelId, guildId, message, messageId, user, userId } from '#infra/workshop/testkit/client-world.ts';
import { newFrom } from '#web/unread/new-from.ts';
import { nextUnread } from '#web/unread/next-unread.ts';
import { shownNumber, sumsByGuild, titleWith } from '#web/unread/unread-sum.ts';

const by = (n: number, author: number) => message(n, { author_id: userId(author), author: user(author) });
const unread = (n: number, count: number, mentions = 0) => ({
  channel_id: channelId(n),
  last_read_message_id: null,
  unread: count,
  mentions,
});

describe('the next unread channel', () => {
  const all = [1, 2, 3, 4].map(channelId);
  const some =
    (...wanted: ReadonlyArray<number>) =>
    (id: string) =>
      wanted.map(channelId).some((one) => one === id);

  it('is the nearest one in the wanted direction, and goes round at the ends', () => {
    expect(nextUnread(all, channelId(2), 1, some(1, 4))).to.equal(channelId(4));
    expect(nextUnread(all, channelId(4), 1, some(1, 2))).to.equal(channelId(1));
    expect(nextUnread(all, channelId(3), -1, some(1, 2, 4))).to.equal(channelId(2));
    expect(nextUnread(all, channelId(1), -1, some(2, 4))).to.equal(channelId(4));
  });

  it('is never the open one, and may be none', () => {
    expect(nextUnread(all, channelId(2), 1, some(2))).to.equal(undefined);
    expect(nextUnread(all, channelId(2), -1, some())).to.equal(undefined);
  });

  it('is the first or the last of all from a place outside the list', () => {
    expect(nextUnread(all, null, 1, some(2, 3))).to.equal(channelId(2));
    expect(nextUnread(all, channelId(9), -1, some(2, 3))).to.equal(channelId(3));
  });
});

describe('the line above the new messages', () => {
  const me = userId(1);
  const talk = [by(10, 2), by(20, 1), by(30, 1), by(40, 2), by(50, 3)];

  it('stands above the first message by another user after the last read one', () => {
    expect(newFrom(talk, me, { last: messageId(20), count: 2 })).to.equal(messageId(40));
    expect(newFrom(talk, me, { last: messageId(40), count: 1 })).to.equal(messageId(50));
  });

  it('is not there when nothing new or nothing old is loaded', () => {
    expect(newFrom(talk, me, { last: messageId(50), count: 1 })).to.equal(null);
    expect(newFrom(talk, me, { last: messageId(5), count: 9 })).to.equal(null);
    expect(newFrom([], me, { last: messageId(5), count: 9 })).to.equal(null);
  });

  it('keeps its place when the last read message was deleted', () => {
    expect(newFrom(talk, me, { last: messageId(35), count: 2 })).to.equal(messageId(40));
  });

  it('counts the messages by others from the end for a user who has read none', () => {
    expect(newFrom(talk, me, { last: null, count: 2 })).to.equal(messageId(40));
    expect(newFrom(talk, me, { last: null, count: 3 })).to.equal(messageId(10));
    expect(newFrom(talk, me, { last: null, count: 4 })).to.equal(null);
  });
});

describe('the numbers of unread messages', () => {
  it('are added for each guild', () => {
    const channels = {
      [channelId(1)]: channel(1),
      [channelId(2)]: channel(2),
      [channelId(3)]: { ...channel(3), guild_id: guildId(2) },
    };
    const numbers = {
      [channelId(1)]: unread(1, 2),
      [channelId(2)]: unread(2, 3, 1),
      [channelId(3)]: unread(3, 100, 4),
    };
    expect([...sumsByGuild(channels, numbers)]).to.deep.equal([
      [guildId(1), { messages: 5, mentions: 1 }],
      [guildId(2), { messages: 100, mentions: 4 }],
    ]);
  });

  it('stand in the title: the mentions as a number, the rest as a dot', () => {
    expect(titleWith({ messages: 0, mentions: 0 }, 'Night Owls')).to.equal('Night Owls');
    expect(titleWith({ messages: 5, mentions: 0 }, 'Night Owls')).to.equal('• Night Owls');
    expect(titleWith({ messages: 5, mentions: 3 }, 'Night Owls')).to.equal('(3) Night Owls');
    expect(titleWith({ messages: 500, mentions: 100 }, 'Night Owls')).to.equal('(99+) Night Owls');
  });

  it('end at the number to which the server counts', () => {
    expect(shownNumber(99)).to.equal('99');
    expect(shownNumber(100)).to.equal('99+');
  });
});
