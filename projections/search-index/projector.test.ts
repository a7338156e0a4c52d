import { expect } from 'chai';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { NO_MENTIONS } from '#domain/message/mentions.ts';
import {
  channel,
  channelDeleted,
  channelErased,
  deleted,
  edited,
  guild,
  guildDeleted,
  message,
  reacted,
  restored,
  sent,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { searchIndex } from './projector.ts';

const general = { guildId: guild(1), channelId: channel(1) };

const changesOf = (...events: ReadonlyArray<DomainEvent>) => {
  const log = writtenLog();
  for (const event of events) log.write(event);
  const fold = searchIndex.begin();
  for (const event of log.events) fold.take(event);
  return fold.changes();
};

const put = (n: number, content: string) => ({
  op: 'put',
  messageId: message(n),
  ...general,
  authorId: user(1),
  sentAtMs: Date.UTC(2026, 1, 3, 4, 5, 6, 7),
  sentPosition: 1n,
  content,
  mentions: [],
  has: [],
});

describe('search-index', () => {
  it('consumes the events that write and remove text', () => {
    expect([...searchIndex.consumes].sort()).to.deep.equal([
      'channel.erased',
      'guild.deleted',
      'message.deleted',
      'message.edited',
      'message.restored',
      'message.sent',
    ]);
  });

  it('puts a message with its channel, author and time, and with its mentions and the links in its text', () => {
    const mentioned = { ...NO_MENTIONS, users: [user(2)], everyone: true };
    const text = 'look, @Ada: https://example.org/cat.png';
    expect(changesOf(sent(general, message(1), user(1), text, mentioned))).to.deep.equal([
      {
        ...put(1, text),
        mentions: [user(2)],
        has: ['link', 'file', 'image'],
      },
    ]);
  });

  it('amends an edited message, and removes a deleted one', () => {
    const mentioned = { ...NO_MENTIONS, users: [user(3)] };
    expect(
      changesOf(edited(general, message(1), 'better', mentioned), deleted(general, message(2), user(1))),
    ).to.deep.equal([
      { op: 'amend', messageId: message(1), content: 'better', mentions: [user(3)], has: [] },
      { op: 'remove', messageId: message(2) },
    ]);
  });

  it('drops a text that is edited or deleted in the batch in which it was sent', () => {
    const changes = changesOf(
      sent(general, message(1), user(1), 'a secret'),
      edited(general, message(1), 'nothing'),
      sent(general, message(2), user(1), 'another secret'),
      edited(general, message(2), 'still a secret'),
      deleted(general, message(2), user(1)),
    );
    expect(changes).to.deep.equal([put(1, 'nothing'), { op: 'remove', messageId: message(2) }]);
  });

  it('does not bring back a removed message at a later edit', () => {
    expect(changesOf(deleted(general, message(1), user(1)), edited(general, message(1), 'again'))).to.deep.equal([
      { op: 'remove', messageId: message(1) },
    ]);
  });

  it('does not index an erased text, and removes a message whose edit was erased', () => {
    const erased = sent(general, message(1), user(1));
    const unknown = edited(general, message(2), '');
    expect(
      changesOf(
        { ...erased, data: { ...erased.data, content: ERASED } },
        { ...unknown, data: { ...unknown.data, content: ERASED } },
      ),
    ).to.deep.equal([{ op: 'remove', messageId: message(2) }]);
  });

  it('puts a restored message again, and no text of one that was deleted once more', () => {
    expect(
      changesOf(deleted(general, message(1), user(2)), restored(general, message(1), user(1), 'it is back')),
    ).to.deep.equal([{ ...put(1, 'it is back'), sentPosition: 2n }]);
    expect(
      changesOf(restored(general, message(1), user(1), 'it is back'), deleted(general, message(1), user(2))),
    ).to.deep.equal([{ op: 'remove', messageId: message(1) }]);
  });

  it('removes messages sent before their channel was erased or their guild deleted, and none sent after', () => {
    const changes = changesOf(
      sent(general, message(1), user(1)),
      channelDeleted(guild(1), channel(1)),
      channelErased(guild(1), channel(1)),
      guildDeleted(guild(2)),
    );
    expect(changes.slice(1)).to.deep.equal([
      { op: 'remove-channel', channelId: channel(1), before: 3n },
      { op: 'remove-guild', guildId: guild(2), before: 4n },
    ]);
  });

  it('is unchanged by reactions', () => {
    expect(changesOf(reacted(general, message(1), user(1), '👍'))).to.deep.equal([]);
  });

  it('removes the message of an unreadable stream', () => {
    const fold = searchIndex.begin();
    fold.park({ stream: messageStream(message(7)), position: 9n });
    expect(fold.changes()).to.deep.equal([{ op: 'remove', messageId: message(7) }]);
  });
});
