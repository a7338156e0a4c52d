/**
 * A client that behaves as clients should. It repeats a request of unknown outcome under the same idempotency key until
 * it is answered. So in the end each of its requests was acknowledged once.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import { MessageId } from '#domain/kernel/ids.ts';

export type Acknowledged = { readonly content: string; readonly messageId: MessageId; readonly tries: number };

const ANSWER_WITHIN_MS = 5_000;
const RETRY_AFTER_MS = 50;
/** Milliseconds within which an insisted request must succeed. A server recovers sooner. */
const PATIENCE_MS = 60_000;

export type Account = { readonly username: string; readonly password: string };
export type Session = { readonly token: () => string; readonly renew: (expired: string) => Promise<void> };

export type PostAnswer = { readonly status: number; readonly body: unknown };

/** Sends one request. Undefined when no answer came, so that the outcome is unknown. */
export const ask = async (
  url: string,
  method: 'GET' | 'POST',
  options: { readonly token?: string; readonly key?: string; readonly body?: object },
): Promise<PostAnswer | undefined> => {
  const headers: Record<string, string> = {};
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
  if (options.key !== undefined) headers['idempotency-key'] = options.key;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  const body = options.body === undefined ? null : JSON.stringify(options.body);
  try {
    const answer = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/**
 * Repeats a request until it succeeds.
 * @throws when it is refused.
 */
export const insist = async (...[url, method, options]: Parameters<typeof ask>): Promise<unknown> => {
  const key = method === 'POST' ? ulid() : undefined;
  for (const deadline = performance.now() + PATIENCE_MS; ; ) {
    const answer = await ask(url, method, key === undefined ? options : { ...options, key });
    if (answer !== undefined && answer.status < 300) return answer.body;
    if (answer !== undefined && answer.status < 500 && answer.status !== 429) {
      throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    if (performance.now() > deadline) throw new Error(`${method} ${url}: no answer in time (${answer?.status})`);
    await pause(RETRY_AFTER_MS);
  }
};

export const field = (value: unknown, name: string): string => {
  const found =
    typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  if (typeof found !== 'string') throw new Error(`no string \`${name}\` in ${JSON.stringify(value)}`);
  return found;
};

/** Opens one session for all posters. An expired access token is replaced by a new login. */
export const openSession = (url: string, account: Account, first: string): Session => {
  let token = first;
  let renewing: Promise<void> | undefined;
  const logIn = async (): Promise<void> => {
    token = field(await insist(`${url}/auth/login`, 'POST', { body: account }), 'access_token');
  };
  return {
    token: () => token,
    renew: (expired) => {
      if (expired !== token) return Promise.resolve();
      renewing ??= logIn().finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
  };
};

/** Posts one message after the other until `stopped` aborts. Resolves when the last one is acknowledged. */
export const postUntil = async (
  session: Session,
  messages: string,
  name: string,
  stopped: AbortSignal,
  acknowledge: (done: Acknowledged) => void,
): Promise<void> => {
  for (let number = 1; !stopped.aborted; number += 1) {
    const content = `${name} says ${number}`;
    const key = ulid();
    for (let tries = 1; ; tries += 1) {
      const token = session.token();
      const answer = await ask(messages, 'POST', { token, key, body: { content } });
      if (answer?.status === 201) {
        const messageId = field(answer.body, 'message_id');
        if (!MessageId.is(messageId)) throw new Error(`the server answered with “${messageId}” as the id of a message`);
        acknowledge({ content, messageId, tries });
        break;
      }
      if (answer?.status === 401) await session.renew(token);
      else if (answer !== undefined && answer.status < 500 && answer.status !== 429) {
        throw new Error(`a message was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
      } else await pause(RETRY_AFTER_MS);
    }
  }
};
