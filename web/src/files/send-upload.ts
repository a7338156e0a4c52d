/** Sends one file to the server, and reads the answer as every other answer is read. */

import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { FILE_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { Attachment } from '#gateway/protocol/attachments.ts';
import { knownParts } from '#gateway/protocol/known-parts.ts';
import type { Client } from '#web/client/client.ts';
import { type HttpAnswer, parsed, refusal, refused } from '#web/wire/http.ts';

export type UploadAttempt = {
  readonly file: File;
  /** Idempotency key. All tries of one attempt share it, and make one file. */
  readonly key: string;
  readonly progressed: (bytes: number) => void;
  readonly signal: AbortSignal;
};
export type SendUpload = (attempt: UploadAttempt) => Promise<HttpAnswer<Attachment>>;

const EXTENSION = /\.[^.\s]{1,12}$/u;

/** Cuts a name that is too long for the wire. Its extension stays, because it says what the file is. */
export const shortName = (name: string): string => {
  if (name.length <= FILE_NAME_CHARS_MAX) return name;
  const extension = EXTENSION.exec(name)?.[0] ?? '';
  return `${name.slice(0, FILE_NAME_CHARS_MAX - extension.length).replace(/[\uD800-\uDBFF]$/, '')}${extension}`;
};

/**
 * Answers the type to declare. Only pictures declare theirs, because a picture that is none is a mistake to tell. Systems
 * guess other types from the extension, and often wrongly.
 */
const typeOf = ({ type }: File): string => (/^image\/(?!svg)/.test(type) ? type : 'application/octet-stream');

const answerOf = (status: number, text: string): HttpAnswer<Attachment> => {
  if (status === 0)
    return left(refusal(0, 'unreachable', 'The server did not answer. Check your connection and try again.'));
  const body = parsed(text);
  if (status >= 300) return left(refused(status, body));
  const decoded = Attachment.decode(knownParts(Attachment.schema, body));
  return isLeft(decoded)
    ? left(refusal(0, 'answer_malformed', 'This page does not understand the answer of the server. Reload the page.'))
    : right(decoded.right);
};

/** Sends files into one channel. After a refused token it renews the token once and sends the file again. */
export const sendUploadsTo =
  ({ api, platform }: Pick<Client, 'api' | 'platform'>, channelId: ChannelId): SendUpload =>
  async ({ file, key, progressed, signal }) => {
    const name = new URLSearchParams({ name: shortName(file.name) });
    const { status, text } = await api.withToken(
      (accessToken) =>
        platform.upload(`/channels/${channelId}/attachments?${name}`, {
          headers: {
            authorization: `Bearer ${accessToken ?? ''}`,
            'idempotency-key': key,
            'content-type': typeOf(file),
          },
          body: file,
          progressed,
          signal,
        }),
      (answer) => answer.status === 401,
    );
    return answerOf(status, text);
  };
