import type { Capabilities } from '#commands/capabilities.ts';
import { canonicalUsername, type Username } from '#domain/account/values.ts';
import { type StreamName, usernameStream } from '#domain/kernel/stream.ts';

/** Where a name is claimed: upper and lower case are one name, and the stream's own name tells nothing. */
export const usernameStreamOf =
  ({ hasher }: Pick<Capabilities, 'hasher'>) =>
  (username: Username): StreamName =>
    usernameStream(hasher.hash('username', canonicalUsername(username)));
