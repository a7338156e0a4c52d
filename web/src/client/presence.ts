/** How others see this user, and who types. The server keeps the choice for all devices. */

import { isRight } from 'fp-ts/lib/Either.js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import type { ClientFrame, ServerFrame } from '#gateway/protocol/frames.ts';
import { TYPING_SHOWN_MS, TYPING_TOLD_EVERY_MS } from '#gateway/protocol/limits.ts';
import { PresenceChoice, type PresenceRequest } from '#gateway/protocol/presence.ts';
import type { Platform } from '#web/platform/platform.ts';
import type { Store } from '#web/store/store.ts';

/** Keepsake of an earlier client, which kept the choice on the device. It is brought along once. */
const KEY = 'presence';

export type PresenceActions = {
  readonly choosePresence: (choice: PresenceChoice) => void;
  /** Says that the user has had no input for a while, or is back. */
  readonly setAway: (away: boolean) => void;
  /** Says that the user types in a channel, at most once in eight seconds. */
  readonly typeIn: (channelId: ChannelId) => void;
};

const parsed = (text: string | null): PresenceChoice | null => {
  try {
    const choice = PresenceChoice.decode(JSON.parse(text ?? 'null'));
    return isRight(choice) ? choice.right : null;
  } catch {
    return null;
  }
};

export const presence = (
  { keepsakes, later, now }: Pick<Platform, 'keepsakes' | 'later' | 'now'>,
  store: Store,
  send: (frame: ClientFrame) => void,
) => {
  let away = false;
  /** A choice that the server has not confirmed, as one that was made without a connection. */
  let unsaid: PresenceChoice | null = null;
  const typedAt = new Map<ChannelId, number>();

  const say = (choice: PresenceChoice): void => send({ t: 'presence_set', d: { ...choice, away } });
  const choose = (choice: PresenceChoice): void => {
    unsaid = choice;
    store.tell({ t: 'presence.chosen', d: choice });
    say(choice);
  };

  const actions: PresenceActions = {
    choosePresence: choose,
    setAway: (next) => {
      if (away === next) return;
      away = next;
      say(store.current().choice ?? { status: 'online', custom_status: null });
    },
    typeIn: (channelId) => {
      const at = now();
      if (at - (typedAt.get(channelId) ?? Number.NEGATIVE_INFINITY) < TYPING_TOLD_EVERY_MS) return;
      typedAt.set(channelId, at);
      send({ t: 'typing_start', d: { channel_id: channelId } });
    },
  };

  return {
    actions,
    /** Forgets the choice of the user before. */
    loggedIn: (): void => {
      keepsakes.remove(KEY);
      unsaid = null;
    },
    /** The presence to begin a connection with. */
    brought: (): PresenceRequest | undefined => {
      const choice = parsed(keepsakes.read(KEY));
      if (choice !== null) return { ...choice, away };
      return away ? { status: 'online', away } : undefined;
    },
    received: (frame: ServerFrame | Dispatch): void => {
      if (frame.t === 'ready' || frame.t === 'resumed') {
        keepsakes.remove(KEY);
        if (unsaid !== null) choose(unsaid);
      } else if (frame.t === 'presence_choice' || (frame.t === 'error' && frame.d.ref === 'presence_set'))
        unsaid = null;
      else if (frame.t === 'typing_start') {
        const { channel_id, user_id, at } = frame.d;
        later(TYPING_SHOWN_MS, () => store.tell({ t: 'typing.ended', d: { channel_id, user_id, at } }));
      }
    },
  };
};
