/** Says under which rule the user writes in a channel, and why they may not write now. It counts a pause down. */

import { createEffect, createSignal, Match, onCleanup, Switch } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { durationSaid } from '#web/governance/channels/slow-mode.ts';
import { momentSaid } from '#web/governance/moments.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { may, mayInGuild, type WritingState } from '#web/store/rights.ts';
import { lockdownOf, ownRights, timeOutOf } from '#web/store/roles.ts';
import { Icon } from '#web/ui/icon.tsx';

const SECOND_MS = 1_000;

/** Minutes and seconds, as a clock shows them. */
const clockOf = (secs: number): string => `${Math.floor(secs / 60)}:${String(secs % 60).padStart(2, '0')}`;

export const WritingRule = (props: {
  readonly client: Client;
  readonly channel: Channel;
  /** The clock of the server. */
  readonly now: () => number;
  /** Tells the composer whether a message goes out now. */
  readonly hold: (held: WritingState) => void;
}) => {
  const { client } = props;
  const { state } = client;
  const [now, setNow] = createSignal(props.now());
  // The end of a pause is no dispatch, so the clock is asked every second.
  let stop = (): void => {};
  const tick = (): void => {
    setNow(props.now());
    stop = client.platform.later(SECOND_MS, tick);
  };
  tick();
  onCleanup(() => {
    stop();
    props.hold('open');
  });

  const guild = () => (props.channel.guild_id === null ? undefined : state().guilds[props.channel.guild_id]);
  const me = () => state().me?.user_id;
  const timeOut = () => timeOutOf(ownRights(state(), guild()?.guild_id), now());
  const lockdown = () => {
    const holds = lockdownOf(guild(), now());
    const since = holds?.newcomers_since ?? null;
    const id = guild()?.guild_id;
    if (holds === null || since === null || id === undefined || guild()?.owner_id === me()) return null;
    if (mayInGuild(state(), id, 'manage_guild')) return null;
    const member = state().rosters[id]?.members.find(({ user }) => user.user_id === me());
    return member !== undefined && millisOf(member.joined_at) > millisOf(since) ? holds : null;
  };
  const every = (): number =>
    may(props.channel, 'manage_messages') || may(props.channel, 'manage_channels')
      ? 0
      : (props.channel.slow_mode_secs ?? 0);
  const lastOwn = (): number => {
    const { channel_id: id } = props.channel;
    const said = state().timelines[id]?.messages.findLast(({ author_id }) => author_id === me());
    const waiting = state().unconfirmed.findLast(({ channelId }) => channelId === id);
    return Math.max(said === undefined ? 0 : millisOf(said.created_at), waiting?.at ?? 0);
  };
  // The clock of this device may lag behind the time of a message, and no pause is longer than the rule.
  const waits = (): number =>
    Math.min(every(), Math.max(0, Math.ceil((lastOwn() + every() * SECOND_MS - now()) / SECOND_MS)));
  const isLocked = () => mayInGuild(state(), guild()?.guild_id, 'send_messages');

  const closed = (): string | null => {
    const [until, locked] = [timeOut(), lockdown()];
    if (until !== null) return govern.writing.timedOut(momentSaid(millisOf(until), now()));
    if (locked !== null)
      return govern.writing.lockdown(locked.until === null ? null : momentSaid(millisOf(locked.until), now()));
    if (may(props.channel, 'send_messages')) return null;
    return isLocked() ? govern.writing.locked : govern.writing.mayNot;
  };
  createEffect(() => props.hold(closed() !== null ? 'closed' : waits() > 0 ? 'waits' : 'open'));
  return (
    <Switch>
      <Match when={closed()}>
        {(why) => (
          <p class="writing-rule closed" role="note">
            <Icon name="lock" />
            {why()}
          </p>
        )}
      </Match>
      <Match when={every() > 0}>
        <p class="writing-rule" classList={{ waits: waits() > 0 }}>
          <Icon name="clock" />
          {waits() > 0 ? govern.writing.wait(clockOf(waits())) : govern.writing.slow(durationSaid(every()))}
        </p>
      </Match>
    </Switch>
  );
};
