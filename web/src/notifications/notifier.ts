/**
 * Shows messages as notifications of the browser. One window of the browser notifies for all, and it knows from the others
 * what the user looks at. The numbers of unread messages say where something is new, also in channels that are not open.
 */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import { millisOfId } from '#domain/kernel/ulid.ts';
import { inQuietHours } from '#gateway/protocol/quiet-hours.ts';
import type { Message, Unread } from '#gateway/protocol/resources.ts';
import { withFiles } from '#web/files/later-files.ts';
import { spokenText } from '#web/message/formatted/spoken-text.ts';
import { shownWords } from '#web/message/shown-words.ts';
import type { NotifyingScreen } from '#web/notifications/follow-notifications.ts';
import { watchLooks } from '#web/notifications/looks.ts';
import { shouldNotify } from '#web/notifications/should-notify.ts';
import { chime } from '#web/notifications/sound.ts';
import { rulesIn } from '#web/rules/place-rules.ts';

const LOCK = 'filament.notifies';
/** Newest messages of a channel that are read when its number grows. Older ones are not notified one by one. */
const READ_MAX = 5;
/** Milliseconds after which a message is too old to notify, as one that the user marks unread again. */
const NEWS_MS = 30_000;
const BODY_CHARS_MAX = 200;

type Numbers = Pick<Unread, 'unread' | 'mentions'>;

/** Resolves when this window is the one that notifies. Without locks every window is, and equal tags make one notification. */
const alone = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (navigator.locks === undefined) return resolve();
    const held = () =>
      new Promise<void>((release) => {
        signal.addEventListener('abort', () => release());
        resolve();
      });
    navigator.locks.request(LOCK, { signal }, held).catch(() => undefined);
  });

export const notify = (screen: NotifyingScreen, signal: AbortSignal): void => {
  const { client, where } = screen;
  const { state, platform } = client;
  const looks = watchLooks(client, where, signal);
  /** Numbers that were told last, so that only growth counts. */
  let told = new Map<ChannelId, Numbers>();
  /** Time of the newest message that was looked at in each channel, on the clock of the server. */
  const seen = new Map<ChannelId, number>();
  const asking = new Set<ChannelId>();
  const again = new Set<ChannelId>();
  let notifies = false;

  const known = (): Map<ChannelId, Numbers> =>
    new Map(Object.values(state().unread).map((one) => [one.channel_id, one]));
  const quiet = (): boolean =>
    state().choice?.status === 'dnd' || inQuietHours(state().settings.quiet_hours, platform.now());

  /** The clock of the server, from whose times a message is old or new. A key carries that time. */
  const serverNow = (): number => millisOfId(client.api.newKey());

  const show = (message: Message): void => {
    const channel = state().channels[message.channel_id];
    const guild = message.guild_id === null ? undefined : state().guilds[message.guild_id];
    const place = [channel === undefined ? '' : `#${channel.name}`, guild?.name ?? ''].filter((part) => part !== '');
    const shown = new Notification(`${screen.nameOf(message.author)} (${place.join(', ')})`, {
      body: withFiles(spokenText(shownWords(message) ?? '', screen.surroundings), message.attachments).slice(
        0,
        BODY_CHARS_MAX,
      ),
      tag: message.message_id,
      icon: '/icon.svg',
      silent: true,
    });
    shown.onclick = () => {
      window.focus();
      where.goTo(message, message.message_id);
      shown.close();
    };
  };

  const userAt = ({ channel_id, guild_id }: Message) => {
    const { me, own, settings, channels } = state();
    const guildRule = settings.guild_rules.find((rule) => rule.guild_id === guild_id);
    return me === null
      ? null
      : {
          userId: me.user_id,
          roles: guild_id === null ? [] : (own[guild_id]?.role_ids ?? []),
          rule: rulesIn(settings, channels, platform.now())(channel_id),
          suppressEveryone: guildRule?.suppress_everyone ?? false,
          suppressRoles: guildRule?.suppress_roles ?? false,
          quiet: quiet(),
          inView: looks.at(channel_id),
        };
  };

  /** Reads the newest messages of a channel, and shows those that notify. */
  const look = async (channelId: ChannelId): Promise<void> => {
    const page = await client.api.history(channelId, null, READ_MAX);
    if (isLeft(page) || signal.aborted) return;
    const since = seen.get(channelId) ?? 0;
    let heard = false;
    for (const message of page.right.messages) {
      const at = millisOf(message.created_at);
      if (at <= since || message.content === null) continue;
      seen.set(channelId, Math.max(at, seen.get(channelId) ?? 0));
      if (serverNow() - at > NEWS_MS) continue;
      const user = userAt(message);
      const facts = { authorId: message.author_id, guildId: message.guild_id, mentions: message.mentions };
      if (user === null || !shouldNotify(facts, user)) continue;
      show(message);
      heard = true;
    }
    if (heard && state().settings.sound) chime();
  };
  /** Looks at one channel once at a time. A number that grows meanwhile leads to another look. */
  const follow = async (channelId: ChannelId): Promise<void> => {
    if (asking.has(channelId)) return void again.add(channelId);
    asking.add(channelId);
    do {
      again.delete(channelId);
      await look(channelId);
    } while (again.has(channelId) && !signal.aborted);
    asking.delete(channelId);
  };

  /** True when a new message at this place may notify. It spares the requests for all others. */
  const mayNotify = (channelId: ChannelId, mentioned: boolean): boolean => {
    const { level, muted } = rulesIn(state().settings, state().channels, platform.now())(channelId);
    return !muted && !quiet() && !looks.at(channelId) && (level === 'all' || (level === 'mentions' && mentioned));
  };

  const grown = ({ channel_id: id, unread, mentions }: Unread): void => {
    const before = told.get(id) ?? { unread: 0, mentions: 0 };
    told.set(id, { unread, mentions });
    const mentioned = mentions > before.mentions;
    if (!notifies || (unread <= before.unread && !mentioned)) return;
    if (mayNotify(id, mentioned)) void follow(id);
  };

  const stop = client.listen((frame) => {
    if (frame.t === 'ready' || frame.t === 'resumed') told = known();
    else if (frame.t === 'unread_update') for (const one of frame.d.channels) grown(one);
  });
  signal.addEventListener('abort', stop);
  told = known();
  void alone(signal).then(() => {
    notifies = true;
  });
};
