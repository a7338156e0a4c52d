/**
 * Lets a community do everything that a stored log holds: each event of the catalog, and more than ten thousand in all.
 */
import { chanceFrom } from './chance.ts';
import { accepted, type House, type Person } from './house.ts';
import { importConversation, rename } from './making.ts';
import { abandonName, claim, liveWithSessions, logIn, raceForInvite, register } from './people.ts';
import { type Room, talk } from './talk.ts';

const MEMBERS = 24;
const GUILDS_PER_OWNER = 20;
const SEED = 20_261_129;

export type Lived = {
  /**
   * Users whose answers are kept: the server's owner, a member, a member who left, and a user whose key is destroyed.
   */
  readonly viewers: Readonly<Record<'ann' | 'bob' | 'ada' | 'gone', Person>>;
};

type World = { readonly house: House; readonly ann: Person; readonly bob: Person; readonly ada: Person };

const invited = async (
  { house, ann }: World,
  guildId: Room['guildId'],
  people: ReadonlyArray<Person>,
): Promise<string> => {
  const { commands, by } = house;
  const terms = { channelId: null, expiresInSecs: 86_400, maxUses: 500 };
  const { code } = await accepted(commands.createInvite({ ...by(ann), guildId, ...terms }));
  for (const person of people) await accepted(commands.acceptInvite({ ...by(person), code }));
  return code;
};

/** Makes a guild with these text channels, a voice channel, and one more text channel that is deleted again. */
const makeGuild = async (
  { house, ann }: World,
  name: string,
  channels: ReadonlyArray<string>,
): Promise<ReadonlyArray<Room>> => {
  const { commands, by } = house;
  const { guildId } = await accepted(commands.createGuild({ ...by(ann), name }));
  const rooms: Room[] = [];
  for (const channel of channels) {
    const made = await accepted(commands.createChannel({ ...by(ann), guildId, name: channel, channelKind: 'text' }));
    rooms.push({ guildId, channelId: made.channelId });
  }
  await accepted(commands.createChannel({ ...by(ann), guildId, name: 'Stage', channelKind: 'voice' }));
  const passing = await accepted(commands.createChannel({ ...by(ann), guildId, name: 'passing', channelKind: 'text' }));
  const { channelId } = passing;
  await accepted(commands.sendMessage({ ...by(ann), channelId, content: 'soon over', replyTo: null }));
  await accepted(commands.deleteChannel({ ...by(ann), channelId }));
  return rooms;
};

/** Gives one user as many guilds as a user may own, deletes some, and makes another in their place. */
const ownMany = async ({ house, bob }: World): Promise<void> => {
  const { commands, by } = house;
  const made = [];
  for (let n = 1; n <= GUILDS_PER_OWNER; n += 1)
    made.push((await accepted(commands.createGuild({ ...by(bob), name: `Plot ${n}` }))).guildId);
  const [lost] = made;
  if (lost === undefined) throw new Error('no guild was made');
  const { channelId } = await accepted(
    commands.createChannel({ ...by(bob), guildId: lost, name: 'weeds', channelKind: 'text' }),
  );
  const message = { channelId, content: 'lost with its guild', replyTo: null };
  await accepted(commands.sendMessage({ ...by(bob), ...message }));
  for (const guildId of made.slice(0, 3)) await accepted(commands.deleteGuild({ ...by(bob), guildId }));
  await accepted(commands.createGuild({ ...by(bob), name: 'One more plot' }));
  for (const guildId of made.slice(8)) await accepted(commands.deleteGuild({ ...by(bob), guildId }));
};

/** Lets members leave, be kicked with and without a reason, and come back. */
const comeAndGo = async (
  { house, ann, ada }: World,
  guildId: Room['guildId'],
  people: ReadonlyArray<Person>,
  code: string,
): Promise<void> => {
  const { commands, by } = house;
  const [first, second, third] = people;
  if (first === undefined || second === undefined || third === undefined) throw new Error('too few members');
  await accepted(commands.leaveGuild({ ...by(first), guildId }));
  await accepted(commands.kickMember({ ...by(ann), guildId, userId: second.userId, reason: 'sold things' }));
  await accepted(commands.kickMember({ ...by(ann), guildId, userId: third.userId, reason: null }));
  await accepted(commands.acceptInvite({ ...by(first), code }));
  const terms = { channelId: null, expiresInSecs: null, maxUses: null };
  const newer = await accepted(commands.createInvite({ ...by(ann), guildId, ...terms }));
  await accepted(commands.acceptInvite({ ...by(second), code: newer.code }));
  await accepted(commands.kickMember({ ...by(ann), guildId, userId: second.userId, reason: 'sold things again' }));
  await accepted(commands.leaveGuild({ ...by(ada), guildId }));
};

/** Makes parts of the log unreadable, by destroying a user's key and the keys of single messages. */
const erase = async ({ vault }: House, gone: Person): Promise<void> => {
  await vault.userKeys.destroy(gone.userId);
  await vault.contentKeys.destroy(new Set([40, 41, 42, 43]));
};

export const live = async (house: House): Promise<Lived> => {
  const { commands, by } = house;
  const chance = chanceFrom(SEED);
  const ann = await claim(house, 'ann');
  const bob = await register(house, 'bob');
  const ada = await abandonName(house, 'ada');
  const gone = await register(house, 'gone');
  const world = { house, ann, bob, ada };
  const members: Person[] = [];
  for (let n = 1; n <= MEMBERS; n += 1) members.push(await register(house, `member${n}`));

  const garden = await makeGuild(world, 'Garden', ['beds', 'tools', 'weather']);
  const kitchen = await makeGuild(world, 'Kitchen', ['bread', 'soup']);
  const [bed] = garden;
  const [bread] = kitchen;
  if (bed === undefined || bread === undefined) throw new Error('a guild without a channel');
  const code = await invited(world, bed.guildId, [bob, ada, gone, ...members]);
  await invited(world, bread.guildId, [bob, ...members.slice(0, 8)]);
  const oneUse = { ...bed, expiresInSecs: null, maxUses: 1 };
  const single = await accepted(commands.createInvite({ ...by(ann), ...oneUse }));
  for (const person of members.slice(0, 6))
    await accepted(commands.createInvite({ ...by(person), ...bed, expiresInSecs: 3_600, maxUses: null }));
  await raceForInvite(house, single.code, ['early', 'late']);

  await ownMany(world);
  await talk(house, chance, { rooms: garden, people: [ann, bob, ada, gone, ...members], moderator: ann }, 2_400);
  await comeAndGo(world, bed.guildId, members, code);
  await rename(house, ann, bed);
  await talk(house, chance, { rooms: kitchen, people: [ann, bob, ...members.slice(0, 8)], moderator: ann }, 600);
  await liveWithSessions(house, ['member4', 'bob', 'ann']);
  const history = await importConversation(house, ann);
  await accepted(
    commands.sendMessage({ ...by(ann), channelId: history.channelId, content: 'how it began', replyTo: null }),
  );
  await erase(house, gone);
  return {
    viewers: { ann: await logIn(house, 'ann'), bob: await logIn(house, 'bob'), ada: await logIn(house, 'ada'), gone },
  };
};
