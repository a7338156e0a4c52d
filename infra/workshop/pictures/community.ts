/** A community with people and talk, for pictures of the client. */

import type { Channel, Message } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  PASSWORD,
  type Person,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import type { TestServer } from '#infra/workshop/testkit/server.ts';

export const HOST = 'ada';
export const HOST_PASSWORD = PASSWORD;

const PEOPLE = ['tessel', 'marlow', 'ivo', 'odile', 'quentin', 'ruth.k', 'sunniva', 'bram', 'noor'];
const TALK: ReadonlyArray<readonly [string, string]> = [
  ['marlow', 'Clear sky until two, says the model. Seeing 3 of 5, no moon.'],
  ['ada', 'Then we should set up before eight. I bring the 8 inch and the long table.'],
  ['ada', 'Anyone with a spare dew heater? Mine gave up last week.'],
  ['tessel', 'I have two, take one 👍'],
  [
    'ivo',
    'First try at M33 from the roof: 90 frames of 60 seconds, stacked at noon, no flats. The core is fine but the corners are soft. Notes and the raw stack are at https://example.org/m33',
  ],
  ['odile', 'That is lovely. How did you focus? Mine drifts as soon as the tube cools down.'],
  ['ivo', 'Focus with the mask, lock it, then do not touch anything until you refocus after an hour.'],
  ['ivo', 'A cold tube shrinks about 0.2 mm here.'],
  ['sunniva', 'Would a carbon tube help? I keep reading that it does, and then that it does not.'],
  ['marlow', 'It helps with the drift, not with your cold hands 🥶'],
  ['ruth.k', 'Kettle is on me. Cocoa or tea?'],
  ['tessel', 'Cocoa, and bring the red torch. See you at the gate at half past seven 🔭'],
];

const reactTo = async (people: ReadonlyArray<Person>, message: Message, emoji: string): Promise<void> => {
  const path = `/channels/${message.channel_id}/messages/${message.message_id}/reactions/${encodeURIComponent(emoji)}/me`;
  for (const one of people) {
    const { status } = await one.api('PUT', path);
    if (status !== 204) throw new Error(`${one.name} could not react: ${status}`);
  }
};

const talkIn = async (channel: Channel, people: ReadonlyMap<string, Person>): Promise<ReadonlyArray<Message>> => {
  const said: Message[] = [];
  for (const [name, text] of TALK) {
    const speaker = people.get(name);
    if (speaker !== undefined) said.push(await say(speaker, channel, text));
  }
  return said;
};

/** Paths of the channels that the pictures show. */
export type Rooms = { readonly talk: string; readonly empty: string };

const roomOf = (channel: Channel): string => `/c/${channel.guild_id}/${channel.channel_id}`;

export const furnish = async (server: TestServer): Promise<Rooms> => {
  const api = await apiOf(server.url);
  const host = await claimOwner(server, api, HOST);
  const guild = await makeGuild(host, 'Night Owls');
  const telescopes = await makeChannel(host, guild, 'telescopes');
  for (const name of ['sky-tonight', 'pictures', 'for-sale', 'off-topic']) await makeChannel(host, guild, name);
  await host.api('POST', `/guilds/${guild.guild_id}/channels`, { body: { name: 'Rooftop', kind: 'voice' } });
  const garden = await makeGuild(host, 'Synth Garden');
  const patches = await makeChannel(host, garden, 'patches');
  const people = new Map([[HOST, host]]);
  for (const name of PEOPLE) {
    const one = await newcomer(api, name);
    await join(host, guild, one);
    people.set(name, one);
  }
  const said = await talkIn(telescopes, people);
  const others = [...people.values()].filter(({ name }) => name !== HOST);
  const [, , , heater, stack, , , , , hands] = said;
  if (heater !== undefined) await reactTo([host], heater, '🙏');
  if (stack !== undefined) {
    await reactTo([host, ...others.slice(0, 5)], stack, '😍');
    await reactTo(others.slice(0, 2), stack, '🌌');
  }
  if (hands !== undefined) await reactTo(others.slice(0, 3), hands, '😂');
  return { talk: roomOf(telescopes), empty: roomOf(patches) };
};
