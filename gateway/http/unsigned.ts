/** Facts about a request without a session. */
import type { AnonymousAttempt } from '#commands/commands.ts';
import { DEVICE_CHARS_MAX } from '#domain/kernel/limits.ts';
import type { EndpointRequest, Fields } from '#gateway/http/endpoint.ts';

type UnsignedRequest = EndpointRequest<Fields, Fields, unknown>;

export const attemptOf = ({ commandId, requestId }: UnsignedRequest): AnonymousAttempt => ({
  commandId,
  correlation: requestId,
});

/** Names the device of a client by its User-Agent, so that its user recognises it in the list of sessions. */
export const deviceOf = ({ header }: UnsignedRequest): string => {
  const said = (header('user-agent') ?? '').replaceAll(/[^\x20-\x7e]/g, '').trim();
  return said === '' ? 'unknown device' : said.slice(0, DEVICE_CHARS_MAX);
};
