import { expect } from 'chai';
import type { ClientFrame } from '#gateway/protocol/frames.ts';
import type { PresenceChoice } from '#gateway/protocol/presence.ts';
import { channel, channelId, entry, guild, later, me, userId } from '#infra/workshop/testkit/client-world.ts';
import { presence } from '#web/client/presence.ts';
import type { Keepsakes } from '#web/platform/platform.ts';
import type { InputOf } from '#web/store/inputs.ts';
import { store as newStore } from '#web/store/store.ts';

const keepsakes = (): Keepsakes => {
  const kept = new Map<string, string>();
  return {
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
    keys: () => [...kept.keys()],
    clear: () => kept.clear(),
  };
};
const HIDDEN: PresenceChoice = { status: 'invisible', custom_status: { text: 'away for the week', until: null } };

describe('the presence of this user', () => {
  let time = 0;
  let said: Array<ClientFrame>;
  let timers: Array<() => void>;
  const begin = (kept: Keepsakes) => {
    said = [];
    timers = [];
    const store = newStore(
      () => time,
      (_, work) => work(),
    );
    const platform = {
      keepsakes: kept,
      now: () => time,
      later: (_: number, work: () => void) => {
        timers.push(work);
        return () => undefined;
      },
    };
    return { store, ...presence(platform, store, (frame) => said.push(frame)) };
  };
  const ready = (choice?: PresenceChoice): InputOf<'ready'> => ({
    t: 'ready',
    d: {
      ...{ user: me, guilds: [entry(guild(1), [])], unread: [], resume_token: 'sealed', server_time: later(0) },
      ...(choice === undefined ? {} : { presence: choice }),
    },
  });

  it('of an earlier client is brought along once, so that an invisible user is seen at no moment', () => {
    const kept = keepsakes();
    kept.write('presence', JSON.stringify(HIDDEN));
    const one = begin(kept);
    expect(one.brought()).to.deep.equal({ ...HIDDEN, away: false });
    one.received(ready(HIDDEN));
    expect(one.brought()).to.equal(undefined);
    expect(said).to.deep.equal([]);
  });

  it('is not brought along by the next user of the device who logs in', () => {
    const kept = keepsakes();
    kept.write('presence', JSON.stringify(HIDDEN));
    const next = begin(kept);
    next.loggedIn();
    expect(next.brought()).to.equal(undefined);
  });

  it('is said again after a connection that did not confirm it, and once only', () => {
    const one = begin(keepsakes());
    one.actions.choosePresence(HIDDEN);
    one.store.tell(ready({ status: 'online', custom_status: null }));
    one.received(ready({ status: 'online', custom_status: null }));
    expect(one.store.current().choice).to.deep.equal(HIDDEN);
    one.received({ t: 'presence_choice', d: HIDDEN });
    one.received(ready(HIDDEN));
    const frame = { t: 'presence_set', d: { ...HIDDEN, away: false } };
    expect(said).to.deep.equal([frame, frame]);
  });

  it('goes away with the choice that holds, and comes back with it', () => {
    const one = begin(keepsakes());
    one.actions.setAway(true);
    one.actions.setAway(true);
    expect(one.brought()).to.deep.equal({ status: 'online', away: true });
    one.actions.choosePresence({ status: 'dnd', custom_status: null });
    one.actions.setAway(false);
    expect(said.map((frame) => (frame.t === 'presence_set' ? [frame.d.status, frame.d.away] : []))).to.deep.equal([
      ['online', true],
      ['dnd', true],
      ['dnd', false],
    ]);
  });

  it('says at most every eight seconds that the user types in a channel', () => {
    const one = begin(keepsakes());
    for (const at of [0, 100, 7_999, 8_000, 8_100]) {
      time = at;
      one.actions.typeIn(channelId(1));
    }
    one.actions.typeIn(channelId(2));
    expect(said.map((frame) => (frame.t === 'typing_start' ? frame.d.channel_id : ''))).to.deep.equal([
      channelId(1),
      channelId(1),
      channelId(2),
    ]);
  });

  it('ends the typing of another user after the time of the last sign', () => {
    const one = begin(keepsakes());
    const typed = (seconds: number) => {
      const d = { guild_id: null, channel_id: channelId(1), user_id: userId(2), at: later(seconds) };
      one.store.tell({ t: 'typing_start', d });
      one.received({ t: 'typing_start', d });
    };
    one.store.tell({
      t: 'ready',
      d: { ...ready().d, guilds: [entry(guild(1), [channel(1)])] },
    });
    typed(0);
    typed(9);
    timers[0]?.();
    expect(one.store.current().typing[channelId(1)]).to.deep.equal({ [userId(2)]: later(9) });
    timers[1]?.();
    expect(one.store.current().typing).to.deep.equal({});
  });
});
