/** Knows which channels the user looks at, in any window of the browser. The windows tell each other. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

const CHANNEL = 'filament.looks';

type Look = { readonly window: string; readonly channel: string | null } | 'who';

export const watchLooks = (
  { platform, api }: Pick<Client, 'platform' | 'api'>,
  where: Pick<Whereabouts, 'channelId'>,
  signal: AbortSignal,
): { readonly at: (channelId: ChannelId) => boolean } => {
  const me = api.newKey();
  const others = new Map<string, string | null>();
  const here = (): ChannelId | null => (document.hasFocus() && platform.shown() ? where.channelId() : null);
  const line = new BroadcastChannel(CHANNEL);
  const tell = (channel: string | null): void => line.postMessage({ window: me, channel });
  line.onmessage = ({ data }: MessageEvent<Look>) => {
    if (data === 'who') tell(here());
    else others.set(data.window, data.channel);
  };
  const changed = (): void => tell(here());
  for (const event of ['focus', 'blur', 'popstate', 'click', 'keyup'] as const) {
    addEventListener(event, changed, { signal });
  }
  addEventListener('pagehide', () => tell(null), { signal });
  const stop = platform.watchShown(changed);
  signal.addEventListener('abort', () => {
    tell(null);
    stop();
    line.close();
  });
  line.postMessage('who');
  changed();
  return { at: (channelId) => here() === channelId || [...others.values()].includes(channelId) };
};
