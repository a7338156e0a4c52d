/** Sends messages into a stored log, answers, edits and deletes them, and reacts to them. */
import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import type { Chance } from './chance.ts';
import { type House, type Person, tried } from './house.ts';

export type Room = { readonly guildId: GuildId; readonly channelId: ChannelId };
type Reaction = { readonly by: Person; readonly emoji: string };
type Said = {
  readonly channelId: ChannelId;
  readonly messageId: MessageId;
  readonly author: Person;
  readonly reactions: Reaction[];
};
type Talking = {
  readonly rooms: ReadonlyArray<Room>;
  readonly people: ReadonlyArray<Person>;
  readonly moderator: Person;
};

const WORDS = 'rain seed bread oven plane saw glue leaf root pan salt board nail soil clay paint'.split(' ');
const EMOJI = ['👍', '🌱', '🍞', '❤️', '🎉'];
const REMEMBERED = 40;
/** Commands that run at the same time. */
const AT_ONCE = 24;
const TICK_MS = 7_000;

const textOf = (chance: Chance): string =>
  Array.from({ length: 1 + chance.below(7) }, () => chance.oneOf(WORDS)).join(' ');

const say = async (house: House, chance: Chance, { rooms, people }: Talking, recent: Said[]): Promise<void> => {
  const { channelId } = chance.oneOf(rooms);
  const author = chance.oneOf(people);
  const answered = recent.findLast((said) => said.channelId === channelId);
  const replyTo = chance.onceIn(4) && answered !== undefined ? answered.messageId : null;
  const content = chance.onceIn(30) ? `@bob look: https://example.org/${chance.oneOf(WORDS)}` : textOf(chance);
  const sent = await tried(house.commands.sendMessage({ ...house.by(author), channelId, content, replyTo }));
  if (sent === undefined) return;
  recent.push({ channelId, messageId: sent.value.messageId, author, reactions: [] });
  if (recent.length > REMEMBERED) recent.shift();
};

/** Does one random thing to a message. A rule refuses some of these commands, as it does in real use. */
const doTo = async (house: House, chance: Chance, talking: Talking, said: Said): Promise<void> => {
  const { commands, by } = house;
  const { author, reactions, ...place } = said;
  switch (chance.below(20)) {
    case 0:
      return void (await tried(commands.deleteMessage({ ...by(author), ...place })));
    case 1:
      return void (await tried(commands.deleteMessage({ ...by(talking.moderator), ...place })));
    case 2:
    case 3:
    case 4: {
      const edit = { ...by(author), ...place, content: textOf(chance), ifRevision: undefined };
      return void (await tried(commands.editMessage(edit)));
    }
    case 5:
    case 6:
    case 7: {
      const taken = reactions.shift();
      if (taken === undefined) return;
      return void (await tried(commands.removeReaction({ ...by(taken.by), ...place, emoji: taken.emoji })));
    }
    default: {
      const reaction = { by: chance.oneOf(talking.people), emoji: chance.oneOf(EMOJI) };
      const added = await tried(commands.addReaction({ ...by(reaction.by), ...place, emoji: reaction.emoji }));
      if (added !== undefined) reactions.push(reaction);
    }
  }
};

/** Sends this many messages, and does about two things to messages for each one sent. */
export const talk = async (house: House, chance: Chance, talking: Talking, messages: number): Promise<void> => {
  const recent: Said[] = [];
  for (let said = 0; said < messages; said += AT_ONCE) {
    house.passTime(TICK_MS);
    const round = Array.from({ length: AT_ONCE }, () => say(house, chance, talking, recent));
    await Promise.all(round);
    const deeds = Array.from({ length: 2 * AT_ONCE }, () => doTo(house, chance, talking, chance.oneOf(recent)));
    await Promise.all(deeds);
  }
};
