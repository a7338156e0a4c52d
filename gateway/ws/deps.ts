import type { Clock } from '#commands/ports/clock.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import type { FanOut, FanOutLog } from '#gateway/dispatch/fan-out.ts';
import type { Posting } from '#gateway/ports/posting.ts';
import type { ProjectedFeed } from '#gateway/ports/projected-feed.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import type { SessionLiveness } from '#gateway/ports/session-liveness.ts';
import type { TokenVerifier } from '#gateway/ports/token-verifier.ts';
import type { Hearing } from '#gateway/ws/hearing.ts';
import type { GatewayLimits } from '#gateway/ws/limits.ts';
import type { Queries } from '#queries/queries.ts';

export type GatewayLog = FanOutLog & {
  /** A frame was refused because something is away; `why` says what and how, and nothing a person wrote. */
  readonly refused: (why: string) => void;
  /** A fault of ours while serving one connection, which is closed for it. */
  readonly failed: (error: unknown) => void;
};

/** What the gateway needs of the rest of the server. */
export type GatewayDeps = {
  readonly queries: Pick<Queries, 'snapshot' | 'channelVisible' | 'channelChanges' | 'userViews'>;
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

/** What all connections of one gateway share. */
export type Served = GatewayDeps & { readonly audience: Audience<Hearing>; readonly fanOut: FanOut };
