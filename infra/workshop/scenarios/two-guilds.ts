/** Builds two guilds without a common member, and a user in every relation to them. */
import type { Channel, Guild, Message } from '#gateway/protocol/resources.ts';
import {
  type Api,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import type { TestServer } from '#infra/workshop/testkit/server.ts';

export type Address = { readonly guild_id: string; readonly channel_id: string; readonly message_id: string };
export type TwoGuilds = {
  readonly owner: Person;
  readonly member: Person;
  readonly outsider: Person;
  readonly kicked: Person;
  readonly stranger: Person;
  readonly guild: Guild;
  readonly channel: Channel;
  readonly message: Message;
  /** A message of the owner's guild, where the owner may do everything. */
  readonly own: Address;
  /** A message of the stranger's guild, where the owner is no member. */
  readonly other: Address;
  /** A deleted message of a deleted guild of the owner. */
  readonly deleted: Address;
};

const placeIn = async (
  owner: Person,
  name: string,
): Promise<Address & { guild: Guild; channel: Channel; message: Message }> => {
  const guild = await makeGuild(owner, name);
  const channel = await makeChannel(owner, guild, 'talk');
  const { after: _, ...message } = await say(owner, channel, `A word of ${name}`);
  return {
    guild_id: guild.guild_id,
    channel_id: channel.channel_id,
    message_id: message.message_id,
    guild,
    channel,
    message,
  };
};

export const twoGuilds = async (server: TestServer, api: Api): Promise<TwoGuilds> => {
  const owner = await claimOwner(server, api);
  const [member, outsider, kicked, stranger] = [
    await newcomer(api, 'member'),
    await newcomer(api, 'outsider'),
    await newcomer(api, 'kicked'),
    await newcomer(api, 'stranger'),
  ];
  const { guild, channel, message, ...own } = await placeIn(owner, 'ours');
  const { guild: _g, channel: _c, message: _m, ...other } = await placeIn(stranger, 'theirs');
  const gone = await placeIn(owner, 'gone');
  await join(owner, guild, member, kicked);
  await owner.api('POST', `/guilds/${guild.guild_id}/members/${kicked.userId}/kick`, { body: {} });
  await owner.api('DELETE', `${pathOf(gone)}/messages/${gone.message_id}`);
  await owner.api('DELETE', `/guilds/${gone.guild_id}`);
  await caughtUp(api);
  const deleted = { guild_id: gone.guild_id, channel_id: gone.channel_id, message_id: gone.message_id };
  return { owner, member, outsider, kicked, stranger, guild, channel, message, own, other, deleted };
};
