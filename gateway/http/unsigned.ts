/** What is known of somebody who asks without a session. */
import type { AnonymousAttempt } from '#commands/commands.ts';
import { DEVICE_CHARS_MAX } from '#domain/kernel/limits.ts';
import type { Asking, Fields } from '#gateway/http/endpoint.ts';

type Unsigned = Asking<Fields, Fields, unknown>;

export const attemptOf = ({ commandId, requestId }: Unsigned): AnonymousAttempt => ({
  commandId,
  correlation: requestId,
});

/** What the client says of itself, so that its owner knows it again in the list of sessions. */
export const deviceOf = ({ header }: Unsigned): string => {
  const said = (header('user-agent') ?? '').replaceAll(/[^\x20-\x7e]/g, '').trim();
  return said === '' ? 'unknown device' : said.slice(0, DEVICE_CHARS_MAX);
};
