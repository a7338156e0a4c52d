/**
 * Each user's gateway client, with the web client's own reducer. It goes away, comes back, and is compared with a fresh
 * client.
 */
import { expect } from 'chai';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { type Guild, MemberPage } from '#gateway/protocol/resources.ts';
import { toldOnceASecondAgrees } from '#infra/workshop/testkit/agreed-once-a-second.ts';
import { everyMessage, makeGuild, type Person } from '#infra/workshop/testkit/api-client.ts';
import { type ReducingClient, reducingClient } from '#infra/workshop/testkit/reducing-client.ts';
import { visibleState } from '#infra/workshop/testkit/visible-state.ts';
import type { ClientState } from '#web/store/state.ts';

type Left = { readonly state: ClientState; readonly token: string };

export type Listener = {
  /** A guild of this user alone. Its new name reaches the client after everything that came before it in the log. */
  readonly ownGuild: Guild['guild_id'];
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  /** Resolves when the client has heard everything that was done. It opens every channel that it may read. */
  readonly catchUp: () => Promise<void>;
  /** Fails when the client holds a state that differs from the state of a fresh client. */
  readonly expectAsFresh: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const enter = async (one: ReducingClient, channel_id: ChannelId, ref: string): Promise<void> => {
  one.say({ t: 'subscribe', d: { channel_id, ref } });
  await one.hears('subscribed', (d) => d.ref === ref);
};

/**
 * Opens every closed channel, and reads the history and the members that are not loaded. The read models must have
 * caught up.
 */
const openAll = async (one: ReducingClient, person: Person, only?: ReadonlySet<string>): Promise<void> => {
  for (const channel of Object.values(one.state().channels)) {
    if (channel.kind !== 'text' || only?.has(channel.channel_id) === false) continue;
    if (one.state().timelines[channel.channel_id] === undefined)
      await enter(one, channel.channel_id, crypto.randomUUID());
    if (one.state().timelines[channel.channel_id]?.start.kind !== 'unloaded') continue;
    const messages = (await everyMessage(person, channel)).toReversed();
    one.loadHistory(channel.channel_id, { messages, next_before: null });
  }
  for (const { guild_id } of Object.values(one.state().guilds)) {
    if (one.state().rosters[guild_id]?.freshness === 'fresh') continue;
    const { members } = (await person.api('GET', `/guilds/${guild_id}/members?limit=200`)).as(MemberPage);
    one.loadMembers(guild_id, members);
  }
};

const arrive = async (url: string, person: Person): Promise<ReducingClient> => {
  const one = await reducingClient(url);
  one.say({ t: 'identify', d: { access_token: person.accessToken } });
  await one.hears('ready');
  return one;
};

const end = async (one: ReducingClient): Promise<void> => {
  one.ws.terminate();
  await one.ended;
};

export const listen = async (url: string, person: Person, caughtUp: () => Promise<void>): Promise<Listener> => {
  const { guild_id: ownGuild } = await makeGuild(person, 'own');
  await caughtUp();
  let one: ReducingClient | undefined = await arrive(url, person);
  let left: Left | undefined;
  let times = 0;

  const present = async (): Promise<ReducingClient> => {
    if (one !== undefined) return one;
    if (left === undefined) throw new Error('this client was never there');
    const back = await reducingClient(url, { before: left.state });
    back.say({ t: 'resume', d: { access_token: person.accessToken, resume_token: left.token } });
    await back.hears('replayed');
    one = back;
    return back;
  };
  const heardAll = async (): Promise<ReducingClient> => {
    const here = await present();
    times += 1;
    const name = `heard ${times}`;
    await person.api('PATCH', `/guilds/${ownGuild}`, { body: { name } });
    await here.hears('guild_update', (d) => d.guild_id === ownGuild && d.name === name);
    await caughtUp();
    return here;
  };
  return {
    ownGuild,
    goAway: async () => {
      if (one === undefined) return;
      await end(one);
      left = { state: one.state(), token: one.resumeToken() };
      one = undefined;
    },
    comeBack: async () => {
      await present();
    },
    catchUp: async () => {
      if (one !== undefined) await openAll(await heardAll(), person);
    },
    expectAsFresh: async () => {
      const here = await heardAll();
      await openAll(here, person);
      const fresh = await arrive(url, person);
      await openAll(fresh, person, new Set(Object.keys(here.state().timelines)));
      await toldOnceASecondAgrees(here, fresh);
      expect(visibleState(here.state())).to.deep.equal(visibleState(fresh.state()));
      await end(fresh);
    },
    close: async () => {
      if (one !== undefined) await end(one);
    },
  };
};
