/** Sends the model's commands as HTTP requests, and reads everything that a user sees. */
import { expect } from 'chai';
import { ulid } from 'ulid';
import { Channel, ChannelList, Guild, GuildList, Invite, MemberPage, Message } from '#gateway/protocol/resources.ts';
import { type Answered, everyMessage, type Person, pathOf } from '#infra/workshop/testkit/api-client.ts';
import { isLine } from '#web/store/lines.ts';
import {
  type Command,
  type Community,
  PEOPLE,
  type Seen,
  type SeenChannel,
  type SeenGuild,
  type SeenMessage,
  type Who,
} from './community.ts';

export type People = ReadonlyArray<Person>;
/** An attempt is identified by its key. The same key is the same attempt. */
export type Attempt = { readonly command: Command; readonly key: string };
export const attempt = (command: Command): Attempt => ({ command, key: ulid() });

type Request = readonly [method: string, path: string, body?: unknown];

const messagePath = (community: Community, message: string): string =>
  `${pathOf({ channel_id: community.messages.get(message)?.channel ?? '' })}/messages/${message}`;

const requestOf = (community: Community, people: People, command: Command): Request => {
  switch (command.do) {
    case 'make-guild':
      return ['POST', '/guilds', { name: command.name }];
    case 'rename-guild':
      return ['PATCH', `/guilds/${command.guild}`, { name: command.name }];
    case 'delete-guild':
      return ['DELETE', `/guilds/${command.guild}`];
    case 'leave':
      return ['POST', `/guilds/${command.guild}/leave`];
    case 'kick':
      return ['POST', `/guilds/${command.guild}/members/${people[command.whom]?.userId}/kick`, {}];
    case 'make-channel':
      return ['POST', `/guilds/${command.guild}/channels`, { name: command.name, kind: command.kind }];
    case 'rename-channel':
      return ['PATCH', pathOf({ channel_id: command.channel }), { name: command.name }];
    case 'delete-channel':
      return ['DELETE', pathOf({ channel_id: command.channel })];
    case 'invite':
      return ['POST', `/guilds/${command.guild}/invites`, { max_uses: command.uses }];
    case 'accept':
      return ['POST', `/invites/${command.invite}/accept`];
    case 'say': {
      const body = { content: command.text, reply_to: command.reply };
      return ['POST', `${pathOf({ channel_id: command.channel })}/messages`, body];
    }
    case 'edit':
      return ['PATCH', messagePath(community, command.message), { content: command.text }];
    case 'delete':
      return ['DELETE', messagePath(community, command.message)];
    case 'react':
    case 'unreact': {
      const path = `${messagePath(community, command.message)}/reactions/${encodeURIComponent(command.emoji)}/me`;
      return [command.do === 'react' ? 'PUT' : 'DELETE', path];
    }
  }
};

export const send = async (community: Community, people: People, { command, key }: Attempt): Promise<Answered> => {
  const [method, path, body] = requestOf(community, people, command);
  const person = people[command.who];
  if (person === undefined) throw new Error(`user ${command.who} is not there`);
  const answer = await person.api(method, path, {
    headers: { 'Idempotency-Key': key },
    ...(body === undefined ? {} : { body }),
  });
  expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).to.be.below(500);
  return answer;
};

/** Returns the id of the thing that a command has made. Empty when it made nothing. */
export const madeBy = ({ do: doing }: Command, answer: Answered): string => {
  if (answer.status !== 201) return '';
  if (doing === 'make-guild') return answer.as(Guild).guild_id;
  if (doing === 'make-channel') return answer.as(Channel).channel_id;
  if (doing === 'invite') return answer.as(Invite).code;
  return doing === 'say' ? answer.as(Message).message_id : '';
};

const whoIs = (people: People, userId: string): Who => {
  const who = PEOPLE.find((one) => people[one]?.userId === userId);
  if (who === undefined) throw new Error(`no user of this story has the id ${userId}`);
  return who;
};

const messageOf = (people: People, message: Message): SeenMessage => ({
  id: message.message_id,
  author: whoIs(people, message.author_id),
  text: message.content ?? '(erased)',
  edited: message.edited_at !== null,
  reply: message.reply_to,
  reactions: message.reactions.map(({ emoji, count, me }) => `${emoji} ${count}${me ? ' me' : ''}`).sort(),
});

/** Reads everything that this user can read, except the guilds of `but`. The read models must have caught up. */
export const look = async (people: People, who: Who, but: ReadonlySet<string>): Promise<Seen> => {
  const person = people[who];
  if (person === undefined) throw new Error(`user ${who} is not there`);
  const seen: Record<string, SeenGuild> = {};
  for (const { guild_id, name } of (await person.api('GET', '/guilds')).as(GuildList).guilds) {
    if (but.has(guild_id)) continue;
    const channels: Record<string, SeenChannel> = {};
    for (const channel of (await person.api('GET', `/guilds/${guild_id}/channels`)).as(ChannelList).channels) {
      if (channel.name === 'general') continue;
      const messages = channel.kind === 'text' ? await everyMessage(person, channel) : [];
      channels[channel.channel_id] = {
        name: channel.name,
        kind: channel.kind,
        // The model says nothing of system lines.
        messages: messages.filter((one) => !isLine(one)).map((message) => messageOf(people, message)),
      };
    }
    const { members } = (await person.api('GET', `/guilds/${guild_id}/members?limit=200`)).as(MemberPage);
    seen[guild_id] = { name, members: members.map(({ user }) => whoIs(people, user.user_id)).sort(), channels };
  }
  return seen;
};
