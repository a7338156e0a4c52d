import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { asWanted } from '#commands/machine/attempts.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { ERASED, type Erasable } from '#domain/kernel/erasable.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, ConversationId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const channelId = ulid(1) as ChannelId;
const home = inGuild(ulid(2) as GuildId);

const edited = (content: Erasable<string>): DomainEvent => ({
  type: 'message.edited',
  data: { messageId: ulid(3) as MessageId, channelId, home, content, editedAt: instantOf(0), mentions: null },
});

describe('the event that an attempt wants', () => {
  const same = right([]);
  const other = left({ kind: 'AttemptReused' });
  const type = 'message.edited';
  const table: ReadonlyArray<
    readonly [string, DomainEvent, Parameters<typeof asWanted>[0], typeof same | typeof other]
  > = [
    ['is told by its type alone', edited('a'), { type }, same],
    ['is another of another type', edited('a'), { type: 'message.deleted' }, other],
    ['has the facts that were asked for', edited('a'), { type, facts: { content: 'a' } }, same],
    ['is another with another fact', edited('a'), { type, facts: { content: 'b' } }, other],
    ['is not compared by what is erased', edited(ERASED), { type, facts: { content: 'b' } }, same],
    ['is still compared by what is not', edited(ERASED), { type, facts: { channelId: ulid(9) } }, other],
    ['has facts that have parts', edited('a'), { type, facts: { home: { ...home } } }, same],
    ['is another in another home', edited('a'), { type, facts: { home: inGuild(ulid(9) as GuildId) } }, other],
    [
      'is another in a home of another kind',
      edited('a'),
      { type, facts: { home: { kind: 'conversation', conversationId: ulid(2) as ConversationId } } },
      other,
    ],
    ['is another where a fact is missing', edited('a'), { type, facts: { by: undefined, reason: null } }, other],
  ];
  for (const [says, event, wanted, expected] of table)
    it(says, () => {
      expect(asWanted(wanted, [{ event }])).to.deep.equal(expected);
    });

  it('may be one of several, and then the attempt has written no other', () => {
    const deleted = 'message.deleted';
    const several = [{ type, facts: { content: 'a' } }, { type: deleted }];
    expect(asWanted(several, [{ event: edited('a') }])).to.deep.equal(same);
    expect(asWanted(several, [{ event: edited('a') }, { event: edited('b') }])).to.deep.equal(other);
  });

  it('is told by facts that must fit, too', () => {
    const fits = (as: string) => (data: unknown) => (data as { content: string }).content === as;
    expect(asWanted({ type, fits: fits('a') }, [{ event: edited('a') }])).to.deep.equal(same);
    expect(asWanted({ type, fits: fits('b') }, [{ event: edited('a') }])).to.deep.equal(other);
  });

  it('is found among others of its attempt', () => {
    expect(asWanted({ type }, [{ event: edited('a') }])).to.deep.equal(same);
    expect(asWanted({ type }, [])).to.deep.equal(other);
  });
});
