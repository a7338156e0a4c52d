/** Decides which budget of wrong passwords a login has, and remembers the places of the logins that succeeded. */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { Clock } from '#commands/ports/clock.ts';
import { canonicalUsername } from '#domain/account/values.ts';
import type { VaultUnavailable } from '#domain/kernel/failure.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import type { HostCookie } from '#gateway/http/cookies.ts';
import type { GuessBudget } from '#gateway/limits/guesses.ts';
import { networkOf } from '#gateway/limits/networks.ts';
import type { LoginPlace, LoginPlaces } from '#gateway/ports/login-places.ts';

/** Request of a login, as far as the guard looks at it. */
type LoginRequest = { readonly address: string; readonly header: (name: string) => string | undefined };

/** Login guard: it keeps the guesses of strangers apart from the tries of an account's own user (decision 0026). */
export type LoginGuard = {
  readonly budgets: (
    username: string,
    request: LoginRequest,
  ) => Promise<Either<VaultUnavailable, ReadonlyArray<GuessBudget>>>;
  /** Remembers where a login came from. Answers the name of the device, for a browser that keeps cookies. */
  readonly welcome: (
    login: { readonly username: string; readonly userId: UserId },
    request: LoginRequest,
    keepsCookies: boolean,
  ) => Promise<string | undefined>;
};

export const loginGuard = (deps: {
  readonly places: LoginPlaces;
  readonly deviceCookie: HostCookie;
  readonly clock: Pick<Clock, 'now'>;
}): LoginGuard => {
  /** Reads the name of a device. A name that this server would not make may be guessed, so it counts as none. */
  const deviceOf = ({ header }: LoginRequest): string | undefined => {
    const name = deps.deviceCookie.read(header('cookie'));
    return name !== undefined && deps.places.isDevice(name) ? name : undefined;
  };
  const placesOf = (network: string, device: string | undefined): ReadonlyArray<LoginPlace> => [
    { kind: 'network', name: network },
    ...(device === undefined ? [] : [{ kind: 'device', name: device } as const]),
  ];

  return {
    budgets: async (username, request) => {
      const account = canonicalUsername(username);
      const device = deviceOf(request);
      const network = networkOf(request.address);
      const known = await deps.places.known(account, placesOf(network, device), deps.clock.now())();
      if (isLeft(known)) return known;
      const isKnown = (kind: LoginPlace['kind']): boolean => known.right.some((place) => place.kind === kind);
      if (isKnown('device')) return right([['logins_per_account_and_device', `${account} ${device}`]]);
      // A known network has as many budgets as an unknown one, so that neither their number nor the time tells them apart.
      return right([
        ['logins_per_address', request.address],
        ['logins_per_account_and_network', `${account} ${request.address}`],
        isKnown('network')
          ? ['logins_per_account_and_known_network', `${account} ${network}`]
          : ['logins_per_account', account],
      ]);
    },
    welcome: async ({ username, userId }, request, keepsCookies) => {
      const held = deviceOf(request);
      const device = keepsCookies ? (held ?? deps.places.freshDevice()) : held;
      const places = placesOf(networkOf(request.address), device);
      // A login that cannot be remembered has still succeeded.
      await deps.places.remember(userId, canonicalUsername(username), places, deps.clock.now())();
      return keepsCookies ? device : undefined;
    },
  };
};
