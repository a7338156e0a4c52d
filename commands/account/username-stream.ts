import type { Capabilities } from '#commands/capabilities.ts';
import { canonicalUsername, type Username } from '#domain/account/values.ts';
import { type StreamName, usernameStream } from '#domain/kernel/stream.ts';

/** Names the stream of a username. Names that differ in case only have one stream. The hash hides the username. */
export const usernameStreamOf =
  ({ hasher }: Pick<Capabilities, 'hasher'>) =>
  (username: Username): StreamName =>
    usernameStream(hasher.hash('username', canonicalUsername(username)));
