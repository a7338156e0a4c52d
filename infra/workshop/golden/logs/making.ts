/** Parts of a stored log that are made once: an imported conversation, and new names. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { instantOf } from '#domain/kernel/instant.ts';
import { madeUpLines } from '#infra/workshop/testkit/conversation.ts';
import { accepted, type House, type Person } from './house.ts';
import type { Room } from './talk.ts';

const IMPORTED_LINES = 2_400;

type Line = {
  readonly channel: string;
  readonly ts: string;
  readonly kind: 'message' | 'action';
  readonly author: string;
  readonly text: string;
};

const once = <A>(make: (name: string) => Promise<A>): ((name: string) => Promise<A>) => {
  const known = new Map<string, Promise<A>>();
  return (name) => {
    const made = known.get(name) ?? make(name);
    known.set(name, made);
    return made;
  };
};

/** Imports a made-up conversation into a new guild. @returns one of the guild's channels. */
export const importConversation = async (house: House, owner: Person): Promise<Room> => {
  const { imports } = house;
  const importId = house.importId();
  const { guildId } = await accepted(imports.importGuild({ importId, name: 'Our history', ownerId: owner.userId }));
  const into = { importId, guildId };
  const channelOf = once((name) => accepted(imports.importChannel({ ...into, name })));
  const authorOf = once((name) => accepted(imports.importAuthor({ ...into, name })));
  const lines = madeUpLines(IMPORTED_LINES).map((line): Line => JSON.parse(line));
  const running: Promise<void>[] = [];
  for (const [at, { channel, ts, kind, author, text }] of lines.entries()) {
    const { channelId } = await channelOf(channel);
    const { userId: authorId } = await authorOf(author);
    const said = { ...into, channelId, authorId, kind, text, sentAt: instantOf(Date.parse(ts)), line: `line ${at}` };
    running.push(
      imports
        .importMessage(said)()
        .then((outcome) => {
          if (isLeft(outcome)) throw new Error(`line ${at} is refused: ${outcome.left.kind}`);
        }),
    );
  }
  await Promise.all(running);
  return { guildId, channelId: (await channelOf('garden')).channelId };
};

export const rename = async ({ commands, by }: House, owner: Person, { guildId, channelId }: Room): Promise<void> => {
  await accepted(commands.renameGuild({ ...by(owner), guildId, name: 'Old garden' }));
  await accepted(commands.renameChannel({ ...by(owner), channelId, name: 'flower-beds' }));
};
