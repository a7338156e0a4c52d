/** The place in the client that the address bar names. */

import { type Accessor, createSignal } from 'solid-js';
import { ChannelId, GuildId } from '#domain/kernel/ids.ts';

export type Route =
  | { readonly kind: 'home' }
  | { readonly kind: 'guild'; readonly guildId: GuildId; readonly channelId: ChannelId | null }
  | { readonly kind: 'invite'; readonly code: string }
  | { readonly kind: 'claim'; readonly secret: string };

const INVITE_CODE = /^[\w-]{1,64}$/;

/** Reads a route from an address. An unknown address leads home, because anybody can write an address. */
export const routeOf = (path: string, hash: string): Route => {
  const [first, second = '', third = ''] = path.split('/').filter((part) => part !== '');
  if (first === 'claim') return { kind: 'claim', secret: hash.replace(/^#/, '').slice(0, 128) };
  if (first === 'invite' && INVITE_CODE.test(second)) return { kind: 'invite', code: second };
  if (first === 'c' && GuildId.is(second)) {
    return { kind: 'guild', guildId: second, channelId: ChannelId.is(third) ? third : null };
  }
  return { kind: 'home' };
};

export const pathOf = (route: Route): string => {
  switch (route.kind) {
    case 'home':
      return '/';
    case 'guild':
      return `/c/${route.guildId}${route.channelId === null ? '' : `/${route.channelId}`}`;
    case 'invite':
      return `/invite/${route.code}`;
    case 'claim':
      return `/claim#${route.secret}`;
  }
};

/** Finds the invite code in a pasted text: a whole link, or the code alone. Null when it finds none. */
export const inviteCodeIn = (pasted: string): string | null => {
  const code = pasted.trim().replace(/\/+$/, '').split('/').at(-1) ?? '';
  return INVITE_CODE.test(code) ? code : null;
};

export type Router = {
  readonly route: Accessor<Route>;
  readonly go: (route: Route, how?: 'push' | 'replace') => void;
};

export const router = (): Router => {
  const read = (): Route => routeOf(location.pathname, location.hash);
  const [route, setRoute] = createSignal(read());
  addEventListener('popstate', () => setRoute(read()));
  return {
    route,
    go: (to, how = 'push') => {
      const path = pathOf(to);
      if (how === 'replace') history.replaceState(null, '', path);
      else if (path !== location.pathname) history.pushState(null, '', path);
      setRoute(to);
    },
  };
};
