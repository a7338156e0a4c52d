/** Makes what the random requests of one round can meet. */
import { Invite } from '#gateway/protocol/resources.ts';
import {
  type Api,
  atLeastNow,
  caughtUp,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import type { RealValues } from './narrowed.ts';

const EMOJI = ['👍', '👍🏽', '❤️', 'a'];
const SPARE_MESSAGES = 5;

/** Makes a guild that stays and one that may be deleted, each with a talk, another member and an open invite. */
export const settle = async (api: Api, owner: Person, round: number): Promise<RealValues> => {
  const halves = [];
  for (const half of ['kept', 'spare']) {
    const guild = await makeGuild(owner, `${half} ${round}`);
    const channel = await makeChannel(owner, guild, 'talk');
    const member = await newcomer(api, `${half}${round}`);
    await join(owner, guild, member);
    const { code } = (await owner.api('POST', `/guilds/${guild.guild_id}/invites`, { body: {} })).as(Invite);
    const message = await say(owner, channel, 'what a message says');
    halves.push({ guild, channel, member, code, message });
  }
  const [kept, spare] = halves;
  if (kept === undefined || spare === undefined) throw new Error('two guilds were made');
  await join(owner, kept.guild, spare.member);
  const spareMessages = [];
  for (let i = 0; i < SPARE_MESSAGES; i += 1) spareMessages.push(await say(owner, kept.channel, 'soon gone'));
  const position = atLeastNow(spareMessages.at(-1)?.after).headers?.['Filament-At-Least'] ?? '';
  await caughtUp(api);
  const both = (values: ReadonlyArray<string>) => ({ kept: values, spare: values });
  return {
    guild_id: { kept: [kept.guild.guild_id], spare: [spare.guild.guild_id] },
    channel_id: { kept: [kept.channel.channel_id], spare: [spare.channel.channel_id] },
    message_id: { kept: [kept.message.message_id], spare: spareMessages.map((message) => message.message_id) },
    user_id: { kept: [kept.member.userId], spare: [spare.member.userId] },
    code: both([kept.code, spare.code]),
    emoji: both(EMOJI),
    'Filament-At-Least': both([position]),
  };
};
