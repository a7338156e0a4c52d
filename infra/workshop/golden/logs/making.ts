/** Parts of a stored log that are made once: an imported conversation, and new names. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { ImportedName } from '#domain/account/values.ts';
import type { ChannelName } from '#domain/channel/values.ts';
import type { GuildName } from '#domain/guild/values.ts';
import { type ChatLine, decodeChatLine } from '#infra/operate/import/chat-line.ts';
import { madeUpLines } from '#infra/workshop/testkit/conversation.ts';
import { accepted, type House, type Person } from './house.ts';
import type { Room } from './talk.ts';

const IMPORTED_LINES = 2_400;

const read = (line: string): ChatLine => {
  const decoded = decodeChatLine(line);
  if (isLeft(decoded)) throw new Error(`a line ${decoded.left}`);
  return decoded.right;
};

const once = <Name, A>(make: (name: Name) => Promise<A>): ((name: Name) => Promise<A>) => {
  const known = new Map<Name, Promise<A>>();
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
  const { guildId } = await accepted(
    imports.importGuild({ importId, name: 'Our history' as GuildName, ownerId: owner.userId }),
  );
  const into = { importId, guildId };
  const channelOf = once((name: ChannelName) => accepted(imports.importChannel({ ...into, name })));
  const authorOf = once((name: ImportedName) => accepted(imports.importAuthor({ ...into, name })));
  const lines = madeUpLines(IMPORTED_LINES).map(read);
  const running: Promise<void>[] = [];
  for (const [nth, { channel, at, kind, author, content }] of lines.entries()) {
    const { channelId } = await channelOf(channel);
    const { userId: authorId } = await authorOf(author);
    const said = { ...into, channelId, authorId, kind, content, sentAt: at, line: `line ${nth}` };
    running.push(
      imports
        .importMessage(said)()
        .then((outcome) => {
          if (isLeft(outcome)) throw new Error(`line ${nth} is refused: ${outcome.left.kind}`);
        }),
    );
  }
  await Promise.all(running);
  return { guildId, channelId: (await channelOf('garden' as ChannelName)).channelId };
};

export const rename = async ({ commands, by }: House, owner: Person, { guildId, channelId }: Room): Promise<void> => {
  await accepted(commands.renameGuild({ ...by(owner), guildId, name: 'Old garden' }));
  await accepted(commands.changeChannel({ ...by(owner), channelId, name: 'flower-beds' }));
};
