/** Knows which channels the user looks at, in any window of the browser. The windows tell each other. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

const CHANNEL = 'filament.looks';

/** The channel and the thread that a window shows while the user looks at it. */
type Seen = { readonly channel: string | null; readonly thread: string | null };
type Look = ({ readonly window: string } & Seen) | 'who';
const NOTHING: Seen = { channel: null, thread: null };

export const watchLooks = (
  { platform, api }: Pick<Client, 'platform' | 'api'>,
  where: Pick<Whereabouts, 'channelId' | 'thread'>,
  signal: AbortSignal,
): { readonly at: (channelId: ChannelId) => boolean } => {
  const me = api.newKey();
  const others = new Map<string, Seen>();
  const here = (): Seen =>
    document.hasFocus() && platform.shown()
      ? { channel: where.channelId(), thread: where.thread()?.id ?? null }
      : NOTHING;
  const line = new BroadcastChannel(CHANNEL);
  const tell = (seen: Seen): void => line.postMessage({ window: me, ...seen });
  line.onmessage = ({ data }: MessageEvent<Look>) => {
    if (data === 'who') tell(here());
    else others.set(data.window, data);
  };
  const changed = (): void => tell(here());
  for (const event of ['focus', 'blur', 'popstate', 'click', 'keyup'] as const) {
    addEventListener(event, changed, { signal });
  }
  addEventListener('pagehide', () => tell(NOTHING), { signal });
  const stop = platform.watchShown(changed);
  signal.addEventListener('abort', () => {
    tell(NOTHING);
    stop();
    line.close();
  });
  line.postMessage('who');
  changed();
  return {
    at: (channelId) =>
      [here(), ...others.values()].some(({ channel, thread }) => channel === channelId || thread === channelId),
  };
};
