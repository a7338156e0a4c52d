import { expect } from 'chai';
import { isRight } from 'fp-ts/lib/Either.js';
import type { ChannelId, RoleId } from '#domain/kernel/ids.ts';
import { staged } from '#infra/workshop/testkit/staged-streams.ts';
import {
  accepted,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const SECS = 10;

describe('slow mode', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let cat: Person;
  let channelId: ChannelId;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    bob = await side.person('bob');
    cat = await side.person('cat');
    const { guildId } = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    await side.admit(ann, guildId, bob, cat);
    await staged(side, guildId).roles({
      roleId: '1'.padStart(26, '0') as RoleId,
      permissions: ['manage_messages'],
      people: [cat],
    });
    const channel = { guildId, name: 'talk', channelKind: 'text' } as const;
    ({ channelId } = await accepted(side.commands.createChannel({ ...side.by(ann), ...channel })));
    await slow(SECS);
  });
  const slow = (slowModeSecs: number) =>
    accepted(side.commands.changeChannel({ ...side.by(ann), channelId, slowModeSecs }));
  const says = (person: Person) => ({ ...side.by(person), channelId, content: 'hello', replyTo: null });
  const send = (person: Person, on = side) => on.commands.sendMessage(says(person));
  const wait = (retryAfterSecs: number) => ({ kind: 'SlowMode', retryAfterSecs });

  it('lets a member wait between two messages, and says how long', async () => {
    await accepted(send(bob));
    side.passTime(2_500);
    expect(await refusal(send(bob))).to.deep.equal(wait(8));
    side.passTime(7_500);
    await accepted(send(bob));
  });

  it('holds for each member by themselves, and not for those who manage messages or channels', async () => {
    await accepted(send(bob));
    for (const person of [ann, ann, cat, cat]) await accepted(send(person));
    expect((await refusal(send(bob))).kind).to.equal('SlowMode');
  });

  it('holds in its channel only, and ends when it is switched off', async () => {
    await accepted(send(bob));
    await slow(0);
    await accepted(send(bob));
    await slow(60);
    side.passTime(SECS * 1000);
    expect(await refusal(send(bob)), 'the last turn was that of the first message').to.deep.equal(wait(50));
  });

  it('holds over a restart, and for two processes at once', async () => {
    await accepted(send(bob));
    expect(await refusal(send(bob, side.restarted()))).to.deep.equal(wait(SECS));
    side.passTime(SECS * 1000);
    const sent = await Promise.all([side, side.restarted(), side].map((on) => send(bob, on)()));
    expect(sent.filter(isRight)).to.have.length(1);
  });

  it('answers a retry of a sent message, which takes no turn', async () => {
    const first = says(bob);
    const { messageId } = await accepted(side.commands.sendMessage(first));
    side.passTime(SECS * 1000);
    await accepted(send(bob));
    expect((await accepted(side.commands.sendMessage(first))).messageId).to.equal(messageId);
    side.passTime(SECS * 1000);
    await accepted(side.restarted().commands.sendMessage(first));
    await accepted(send(bob));
  });

  it('gives the turn of a message that was cut short to its retry, and to no other message', async () => {
    const cut = says(bob);
    side.store.crashAt(1, 'before');
    await side.commands
      .sendMessage(cut)()
      .then(
        () => expect.fail('it did not crash'),
        () => side.store.neverMindTheCrash(),
      );
    const restarted = side.restarted();
    expect((await refusal(send(bob, restarted))).kind).to.equal('SlowMode');
    await accepted(restarted.commands.sendMessage(cut));
  });

  it('takes no turn for a message that is refused', async () => {
    const voiceless = { ...says(bob), replyTo: '7'.padStart(26, '0') as never };
    expect((await refusal(side.commands.sendMessage(voiceless))).kind).to.equal('MessageUnknown');
    await accepted(send(bob));
  });
});
