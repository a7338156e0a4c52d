/** Says that a channel or a guild is gone, by whom and why where that is known, and where the user may go next. */

import { createMemo, For, Match, Show, Switch } from 'solid-js';
import '#web/dialogs.css';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import { LeftTexts } from '#web/message/left-text-list.tsx';
import { type LeftText, leftTexts } from '#web/message/left-texts.ts';
import { FindThread } from '#web/message/threads/find-thread.tsx';
import { opens } from '#web/store/channel-order.ts';
import type { Loss } from '#web/store/losses.ts';
import { Button } from '#web/ui/button.tsx';
import { Logo } from '#web/ui/icon.tsx';
import type { LostPlace as Lost, Whereabouts } from '#web/whereabouts.ts';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

export { LostHead } from '#web/channel/lost-head.tsx';

/** Other places that the page offers. The rail and the channel list hold all of them. */
const OFFERED_MAX = 5;

const titleOf = ({ guild, channel, at }: Lost, loss: Loss | null, guildIsHere: boolean): string => {
  const { lost } = later;
  if (guildIsHere) {
    if (channel === null) return lost.noChannel;
    return loss?.cause === 'channel_deleted' ? lost.channelDeleted(channel.name) : lost.channelHidden(channel.name);
  }
  if (guild === null) return at.channelId === null ? lost.noGuild : lost.noChannel;
  switch (loss?.cause) {
    case 'kicked':
      return lost.kicked(guild.name);
    case 'banned':
      return lost.banned(guild.name);
    case 'guild_deleted':
      return lost.guildDeleted(guild.name);
    case 'left':
      return lost.left(guild.name);
    default:
      return lost.guildGone(guild.name);
  }
};

const actorOf = (loss: Loss | null, me: UserId): string | null => {
  if (loss === null || loss.by === null) return null;
  if (loss.by.user_id === me) return later.lost.byYou;
  return later.lost.by(loss.by.username ?? words.erasedPerson);
};

type LostPlaceProps = {
  readonly client: Client;
  readonly lost: Lost;
  readonly loss: Loss | null;
  readonly where: Whereabouts;
  readonly me: UserId;
  readonly kept: Parameters<typeof leftTexts>[1];
  readonly copy: (text: string) => void;
  readonly useInvite: () => void;
};

const LostPage = (props: LostPlaceProps) => {
  const { where } = props;
  const guildIsHere = () => where.guild() !== null;
  const nextStep = () => {
    if (guildIsHere()) return later.lost.channelNext;
    return props.loss?.cause === 'banned' ? later.lost.bannedNext : later.lost.guildNext;
  };
  /** The user's texts for this channel that were not sent or saved. */
  const texts = (): ReadonlyArray<LeftText> => {
    const { at, channel } = props.lost;
    return at.channelId === null ? [] : leftTexts(props.client, props.kept, at.channelId, channel !== null);
  };
  const actor = () => actorOf(props.loss, props.me);
  const channels = createMemo(() => where.channels().filter(opens));
  return (
    <div class="empty-state lost">
      <Logo />
      <div role="alert">
        <h1>{titleOf(props.lost, props.loss, guildIsHere())}</h1>
        <Show when={actor()}>{(text) => <p>{text()}</p>}</Show>
        <Show when={props.loss?.reason}>{(reason) => <p class="quoted">{later.lost.reason(reason())}</p>}</Show>
        <p>{nextStep()}</p>
      </div>
      <Show when={texts().length > 0}>
        <LeftTexts texts={texts()} copy={props.copy} />
      </Show>
      <div class="empty-actions">
        <Switch>
          <Match when={guildIsHere()}>
            <For each={channels().slice(0, OFFERED_MAX)}>
              {(channel) => (
                <Button kind="quiet" press={() => where.goTo(channel)}>
                  #{channel.name}
                </Button>
              )}
            </For>
          </Match>
          <Match when={true}>
            <For each={where.guilds().slice(0, OFFERED_MAX)}>
              {(guild) => (
                <Button kind="quiet" press={() => where.goToGuild(guild.guild_id)}>
                  {guild.name}
                </Button>
              )}
            </For>
            <Button kind="quiet" press={() => props.useInvite()}>
              {words.guild.useInvite}
            </Button>
          </Match>
        </Switch>
      </div>
    </div>
  );
};

/** Looks for a thread before it says that a channel is gone, because no snapshot names threads. */
export const LostPlace = (props: LostPlaceProps) => {
  /** The channel of an address that this user never saw. */
  const neverSeen = () => (props.lost.channel === null && props.lost.guild !== null ? props.lost.at.channelId : null);
  return (
    <Show when={neverSeen()} fallback={<LostPage {...props} />} keyed>
      {(id) => (
        <FindThread client={props.client} channelId={id}>
          <LostPage {...props} />
        </FindThread>
      )}
    </Show>
  );
};
