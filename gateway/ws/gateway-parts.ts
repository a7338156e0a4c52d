import type { Clock } from '#commands/ports/clock.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import type { FanOut, FanOutLog } from '#gateway/dispatch/fan-out.ts';
import type { Posting } from '#gateway/ports/posting.ts';
import type { ProjectedFeed } from '#gateway/ports/projected-feed.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import type { SessionLiveness } from '#gateway/ports/session-liveness.ts';
import type { TokenVerifier } from '#gateway/ports/token-verifier.ts';
import type { People } from '#gateway/present/people.ts';
import type { GatewayLimits } from '#gateway/ws/limits.ts';
import type { SocketListener } from '#gateway/ws/listener.ts';
import type { Queries } from '#queries/queries.ts';

export type GatewayLog = FanOutLog & {
  /** A frame was refused because something is away; `why` says what and how, and nothing a person wrote. */
  readonly refused: (why: string) => void;
  /** A fault of ours while serving one connection, which is closed for it. */
  readonly failed: (error: unknown) => void;
};

/** Dependencies of the gateway on the rest of the server. */
export type GatewayDeps = {
  readonly queries: Pick<Queries, 'ready' | 'guildSights' | 'channelVisible' | 'channelChanges'>;
  readonly people: People;
  readonly posting: Posting;
  readonly feed: ProjectedFeed;
  readonly tokens: TokenVerifier;
  readonly seals: SealedTokens;
  readonly sessions: SessionLiveness;
  readonly clock: Clock;
  /** The web client's own origin, as `https://chat.example`; others are refused. */
  readonly origins: ReadonlyArray<string>;
  readonly log: GatewayLog;
  readonly limits: GatewayLimits;
};

/** Parts that all connections of one gateway share. */
export type GatewayParts = GatewayDeps & { readonly audience: Audience<SocketListener>; readonly fanOut: FanOut };
