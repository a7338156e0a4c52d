import { expect } from 'chai';
import fc from 'fast-check';
import { isRight } from 'fp-ts/lib/Either.js';
import { cleanedText } from '#domain/kernel/cleaned.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { EMOJI_PER_MESSAGE_MAX } from '#domain/kernel/limits.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import { NO_FILES } from '#domain/message/attachments.ts';
import {
  decideAddReaction,
  decideDeleteMessage,
  decideEditMessage,
  decideEditMessageAgain,
  decideRemoveReaction,
  decideSendMessage,
  importedMessage,
} from '#domain/message/decide.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import { NO_MENTIONS } from '#domain/message/mentions.ts';
import { type MessageState, messageAggregate } from '#domain/message/state.ts';
import { Emoji, ImportedContent, MessageContent } from '#domain/message/values.ts';
import type { Authority } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { permissionSet } from '#domain/permission/permission-set.ts';
import { anyCharacter } from '#infra/workshop/testkit/any-text.ts';
import { type Act, expectRepeatable, given } from '#infra/workshop/testkit/given.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const messageId = ulid(1) as MessageId;
const channelId = ulid(2) as ChannelId;
const home = inGuild(ulid(3) as GuildId);
const ANN = ulid(4) as UserId;
const BOB = ulid(5) as UserId;
const at = instantOf(Date.UTC(2026, 10, 23));
const later = plusMillis(at, 1_000);
const hello = 'hello' as MessageContent;
const bye = 'bye' as MessageContent;
const thumb = '👍' as Emoji;

const has = (actor: UserId, ...names: ReadonlyArray<Permission>): Authority => ({
  actor,
  permissions: permissionSet(names),
  rank: 0,
});
const talks = (actor: UserId) => has(actor, 'view_channel', 'read_message_history', 'send_messages', 'add_reactions');
const reads = (actor: UserId) => has(actor, 'view_channel', 'read_message_history');
const moderates = (actor: UserId) => has(actor, 'view_channel', 'manage_messages');

const inChannel = { channelId };
const otherChannel = { channelId: ulid(9) as ChannelId };
const placed = { messageId, channelId, home };
const unnamed = { named: NO_MENTIONS, mentionRights: { members: new Set<UserId>(), roles: new Map() } };
const plain = { replyTo: null, mentionReplied: false, forward: null };
const saying = {
  ...placed,
  content: hello,
  channelKind: 'text',
  ...unnamed,
  ...plain,
  carried: NO_FILES,
  authority: talks(ANN),
  at,
} as const;

const sent: MessageEvent = {
  type: 'message.sent',
  data: {
    ...placed,
    authorId: ANN,
    kind: 'message',
    content: hello,
    sentAt: at,
    ...plain,
    mentions: null,
    ...NO_FILES,
  },
};
const edited = (content: MessageContent): MessageEvent => ({
  type: 'message.edited',
  data: { ...placed, content, editedAt: later, mentions: null },
});
const deleted = (by: UserId, reason: string | null = null): MessageEvent => ({
  type: 'message.deleted',
  data: { ...placed, by, deletedAt: later, authorId: ANN, reason },
});
const reacted = (userId: UserId, emoji: string = thumb): MessageEvent => ({
  type: 'message.reaction-added',
  data: { ...placed, emoji, userId },
});
const unreacted = (userId: UserId): MessageEvent => ({
  type: 'message.reaction-removed',
  data: { ...placed, emoji: thumb, userId },
});
const missing = (permission: Permission) => ({ kind: 'MissingPermission', permission }) as const;
const unknown = { kind: 'MessageUnknown' } as const;

describe('a message', () => {
  const send = { ...messageAggregate, decide: decideSendMessage };
  const edit = { ...messageAggregate, decide: decideEditMessage };
  const remove = { ...messageAggregate, decide: decideDeleteMessage };
  const react = { ...messageAggregate, decide: decideAddReaction };
  const unreact = { ...messageAggregate, decide: decideRemoveReaction };

  it('is sent into a text channel by a member who may send', () => {
    given(send).when(saying).yields(sent);
    given(send)
      .when({ ...saying, channelKind: 'voice' })
      .refused({ kind: 'NotATextChannel' });
    given(send)
      .when({ ...saying, authority: reads(ANN) })
      .refused(missing('send_messages'));
  });
  it('is sent by an author who may not read the history, if it is no reply', () => {
    given(send)
      .when({ ...saying, authority: has(ANN, 'view_channel', 'send_messages') })
      .yields(sent);
  });
  it('replies to a message of the channel that its author may read', () => {
    const replyTo = { messageId: ulid(7) as MessageId, isThere: true };
    given(send)
      .when({ ...saying, replyTo })
      .yields({ ...sent, data: { ...sent.data, replyTo: replyTo.messageId } } as MessageEvent);
    given(send)
      .when({ ...saying, replyTo: { ...replyTo, isThere: false } })
      .refused(unknown);
    given(send)
      .when({ ...saying, replyTo, authority: has(ANN, 'view_channel', 'send_messages') })
      .refused(missing('read_message_history'));
  });
  it('is sent once, also when it was edited or deleted since', () => {
    for (const past of [[sent], [sent, edited(bye)], [sent, deleted(BOB)]])
      given(send, ...past)
        .when({ ...saying, at: later, authority: reads(ANN) })
        .yields();
  });
  it('accepts the retry of an edit while it exists', () => {
    const again = { ...messageAggregate, decide: decideEditMessageAgain };
    given(again, sent, edited(bye)).when({ channelId }).yields();
    given(again, sent, edited(bye)).when(otherChannel).refused(unknown);
    given(again, sent, edited(bye), deleted(BOB)).when({ channelId }).refused(unknown);
  });
  it('is imported unchanged', () => {
    expect(importedMessage({ ...placed, authorId: ANN, kind: 'action', content: hello, sentAt: at })).to.deep.equal({
      ...sent,
      data: { ...sent.data, kind: 'action' },
    });
  });

  const editing = { ...inChannel, ...unnamed, content: bye, ifRevision: undefined, authority: talks(ANN), at: later };
  it('is edited by its author only, while they may send messages', () => {
    given(edit, sent).when(editing).yields(edited(bye));
    given(edit, sent)
      .when({ ...editing, content: hello })
      .yields();
    given(edit, sent)
      .when({ ...editing, authority: has(BOB, 'send_messages', 'manage_messages', 'administrator') })
      .refused({ kind: 'NotTheAuthor' });
    given(edit, sent)
      .when({ ...editing, authority: reads(ANN) })
      .refused(missing('send_messages'));
  });
  it('is edited on the newest text only, and reactions do not count', () => {
    given(edit, sent, reacted(BOB))
      .when({ ...editing, ifRevision: 0 })
      .yields(edited(bye));
    const third = 'third' as MessageContent;
    given(edit, sent, edited(bye))
      .when({ ...editing, content: third, ifRevision: 0 })
      .refused({ kind: 'MessageChanged' });
    given(edit, sent, edited(bye))
      .when({ ...editing, content: third, ifRevision: 1 })
      .yields(edited(third));
  });
  it('is deleted by its author or by a member who may manage messages', () => {
    given(remove, sent)
      .when({ ...inChannel, reason: null, authority: reads(ANN), at: later })
      .yields(deleted(ANN));
    given(remove, sent)
      .when({ ...inChannel, reason: null, authority: moderates(BOB), at: later })
      .yields(deleted(BOB));
    given(remove, sent)
      .when({ ...inChannel, reason: null, authority: talks(BOB), at: later })
      .refused(missing('manage_messages'));
    given(remove, sent, deleted(BOB))
      .when({ ...inChannel, reason: null, authority: reads(ANN), at: later })
      .yields();
    given(remove, sent, deleted(ANN))
      .when({ ...inChannel, reason: null, authority: talks(BOB), at: later })
      .refused(unknown);
  });
  it('keeps the reason of a moderator, and none of its author', () => {
    const reason = 'spam' as Reason;
    given(remove, sent)
      .when({ ...inChannel, reason, authority: moderates(BOB), at: later })
      .yields(deleted(BOB, reason));
    given(remove, sent)
      .when({ ...inChannel, reason, authority: moderates(ANN), at: later })
      .yields(deleted(ANN));
  });
  it('takes each person’s reaction once, and gives it back', () => {
    const by = (actor: UserId) => ({ ...inChannel, emoji: thumb, authority: talks(actor) });
    given(react, sent).when(by(BOB)).yields(reacted(BOB));
    given(react, sent, reacted(BOB)).when(by(BOB)).yields();
    given(react, sent, reacted(BOB)).when(by(ANN)).yields(reacted(ANN));
    given(react, sent)
      .when({ ...by(BOB), authority: reads(BOB) })
      .refused(missing('add_reactions'));
    given(react, sent)
      .when({ ...by(BOB), authority: has(BOB, 'view_channel', 'add_reactions') })
      .refused(missing('read_message_history'));
    given(unreact, sent, reacted(BOB))
      .when({ ...inChannel, emoji: thumb, userId: BOB })
      .yields(unreacted(BOB));
    given(unreact, sent, reacted(ANN))
      .when({ ...inChannel, emoji: thumb, userId: BOB })
      .yields();
  });
  it('takes a limited number of different emoji, and forgets an emoji without users', () => {
    const many = Array.from({ length: EMOJI_PER_MESSAGE_MAX - 1 }, (_, n) =>
      reacted(ANN, String.fromCodePoint(0x1f400 + n)),
    );
    const by = { ...inChannel, emoji: '🎉' as Emoji, authority: talks(BOB) };
    given(react, sent, ...many, reacted(ANN))
      .when(by)
      .refused({ kind: 'TooManyReactions', max: EMOJI_PER_MESSAGE_MAX });
    given(react, sent, ...many, reacted(ANN))
      .when({ ...by, emoji: thumb })
      .yields(reacted(BOB));
    given(react, sent, ...many, reacted(ANN), unreacted(ANN))
      .when(by)
      .yields(reacted(BOB, '🎉'));
  });
  for (const [where, there] of [['another channel', otherChannel]] as const)
    it(`is unknown in ${where}, as is a message that never was or is deleted`, () => {
      const every = {
        ...talks(ANN),
        permissions: permissionSet(['send_messages', 'add_reactions', 'manage_messages']),
      };
      const asks = {
        ...unnamed,
        emoji: thumb,
        userId: ANN,
        content: bye,
        ifRevision: undefined,
        reason: null,
        authority: every,
        at,
      };
      for (const decider of [edit, remove, react, unreact] as const) {
        given<typeof asks & typeof inChannel, MessageState, MessageEvent, unknown>(decider, sent)
          .when({ ...asks, ...there })
          .refused(unknown);
        given<typeof asks & typeof inChannel, MessageState, MessageEvent, unknown>(decider)
          .when({ ...asks, ...inChannel })
          .refused(unknown);
      }
      given(edit, sent, deleted(ANN))
        .when({ ...asks, ...inChannel })
        .refused(unknown);
      given(react, sent, deleted(ANN))
        .when({ ...asks, ...inChannel })
        .refused(unknown);
    });

  const who = fc.constantFrom(ANN, BOB);
  const authority = fc.oneof(who.map(talks), who.map(moderates), who.map(reads));
  const emoji = fc.constantFrom(thumb, '🎉' as Emoji);
  const acts: fc.Arbitrary<Act<MessageState, MessageEvent>> = fc.oneof(
    fc.tuple(fc.constantFrom(hello, bye), authority).map(([content, by]) => ({
      says: 'a sending',
      decide: (state: MessageState) => decideSendMessage({ ...saying, content, authority: by }, state),
      reached: ({ kind }: MessageState) => kind !== 'Absent',
    })),
    fc
      .tuple(fc.constantFrom(hello, bye), authority, fc.option(fc.nat(4), { nil: undefined }))
      .map(([content, by, ifRevision]) => ({
        says: 'an edit',
        decide: (state: MessageState) => decideEditMessage({ ...editing, content, authority: by, ifRevision }, state),
        reached: (state: MessageState) => state.kind === 'Present' && state.content === content,
      })),
    authority.map((by) => ({
      says: 'a deletion',
      decide: (state: MessageState) => decideDeleteMessage({ ...inChannel, reason: null, authority: by, at }, state),
      reached: ({ kind }: MessageState) => kind === 'Deleted',
    })),
    fc.tuple(emoji, authority).map(([one, by]) => ({
      says: 'a reaction',
      decide: (state: MessageState) => decideAddReaction({ ...inChannel, emoji: one, authority: by }, state),
      reached: (state: MessageState) => state.kind === 'Present' && state.reactions.get(one)?.has(by.actor) === true,
    })),
    fc.tuple(emoji, who).map(([one, userId]) => ({
      says: 'a reaction taken back',
      decide: (state: MessageState) => decideRemoveReaction({ ...inChannel, emoji: one, userId }, state),
      reached: (state: MessageState) => state.kind === 'Present' && state.reactions.get(one)?.has(userId) !== true,
    })),
  );
  it('does not change when a command is repeated', () => expectRepeatable(messageAggregate, acts));

  it('keeps the reactions of others when one is taken back', () => {
    const past = [sent, reacted(ANN), reacted(BOB), reacted(BOB, '🎉'), unreacted(BOB), reacted(ANN, '🎉')];
    const state = past.reduce(messageAggregate.evolve, messageAggregate.initial);
    expect(state.kind === 'Present' && state.reactions).to.deep.equal(
      new Map([
        [thumb, new Set([ANN])],
        ['🎉', new Set([BOB, ANN])],
      ]),
    );
  });
  it('stays absent or deleted under any later event', () => {
    const { initial, evolve } = messageAggregate;
    expect([edited(bye), reacted(BOB), unreacted(BOB), deleted(ANN)].reduce(evolve, initial)).to.deep.equal({
      kind: 'Absent',
    });
    const after = [sent, deleted(ANN), edited(bye), reacted(BOB)].reduce(evolve, initial);
    expect(after).to.include({ kind: 'Deleted', revision: 3 });
    expect(after).not.to.have.any.keys('content');
    expect(after).to.deep.include({ reactions: new Map() });
  });
  it("keeps its reactions while a moderator's deletion can be undone, and has them again", () => {
    const { initial, evolve } = messageAggregate;
    const before = [sent, reacted(BOB)].reduce(evolve, initial);
    const restored: MessageEvent = {
      type: 'message.restored',
      data: { ...placed, authorId: ANN, content: hello, sentAt: at, editedAt: null, mentions: null, ...NO_FILES },
    };
    const after = [deleted(BOB), restored].reduce(evolve, before);
    expect(after).to.deep.equal({ ...before, revision: 3, contentRevision: 3 });
  });
  it('counts the revisions of its stream', () => {
    const past = [sent, reacted(BOB), edited(bye), unreacted(BOB)];
    expect(past.reduce(messageAggregate.evolve, messageAggregate.initial)).to.deep.include({
      revision: 3,
      contentRevision: 2,
    });
    expect([...past, deleted(ANN)].reduce(messageAggregate.evolve, messageAggregate.initial)).to.deep.include({
      revision: 4,
    });
  });
});

describe('a text as the content of a message', () => {
  const table: ReadonlyArray<readonly [string, string, string | undefined]> = [
    ['lines and tabs', 'a\n\tb', 'a\n\tb'],
    ['line ends of other systems', 'a\r\nb\rc', 'a\nb\nc'],
    ['any script', 'שלום 你好 مرحبا', 'שלום 你好 مرحبا'],
    ['2,000 characters', 'x'.repeat(2_000), 'x'.repeat(2_000)],
    ['2,001 characters', 'x'.repeat(2_001), undefined],
    ['an escape character', '\u001B[31mred', undefined],
    ['a control of the upper half', 'a\u0086b', undefined],
    ['nothing to see', '\u2800\u3164 \n', undefined],
    ['nothing to see, of code points that wait for a meaning', '\u2065\uFFF0\u{E0080}\u{E0FFF}', undefined],
    ['a note that is not drawn', '\u{1D159}', undefined],
  ];
  for (const [what, text, expected] of table)
    it(`${what}: ${expected === undefined ? 'no' : 'yes'}`, () => {
      const decoded = MessageContent.decode(text);
      expect(isRight(decoded) ? decoded.right : undefined).to.equal(expected);
    });
  it('is any text of an old log that is cleaned, if a visible character is left', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 100 }), (text) => {
        const clean = ImportedContent.decode(text);
        if (/[a-z]/.test(cleanedText(text))) expect(isRight(clean)).to.equal(true);
        if (isRight(clean)) expect(MessageContent.decode(clean.right)).to.deep.equal(clean);
        if (isRight(clean)) expect(ImportedContent.decode(clean.right)).to.deep.equal(clean);
      }),
    );
  });
});

describe('a text as an emoji', () => {
  const table: ReadonlyArray<readonly [string, boolean]> = [
    ['👍', true],
    ['👍🏽', true],
    ['👨‍👩‍👧‍👦', true],
    ['🏴󠁧󠁢󠁳󠁣󠁴󠁿', true],
    ['🇨🇭', true],
    ['1️⃣', true],
    ['❤️', true],
    ['1', false],
    ['🇨', false],
    ['👍👍', false],
    ['👍\n', false],
    ['a', false],
    ['', false],
    ['\u200D', false],
  ];
  for (const [text, expected] of table)
    it(`${JSON.stringify(text)}: ${expected ? 'yes' : 'no'}`, () => {
      expect(isRight(Emoji.decode(text))).to.equal(expected);
    });
});
