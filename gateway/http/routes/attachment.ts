/** Routes of files: bytes come in and go out as streams, and every request for one passes the gate of its channel. */
import contentDisposition from 'content-disposition';
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Commands } from '#commands/commands.ts';
import { AttachmentId } from '#domain/kernel/ids.ts';
import { FILE_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { askedPart } from '#gateway/http/byte-range.ts';
import {
  type ByteAnswer,
  bytes,
  created,
  done,
  type Endpoint,
  type Outcome,
  perUser,
  type SignedRequest,
  signedEndpoint,
} from '#gateway/http/endpoint.ts';
import { channelOf, inChannel } from '#gateway/http/routes/addresses.ts';
import type { ByteRange, FilePart, Files } from '#gateway/ports/files.ts';
import { admitUploadRefusals, presentUpload, uploadRefusals } from '#gateway/present/attachment.ts';
import { commandFailures, filesFailures, queryFailures, sessionOver } from '#gateway/present/failures.ts';
import { NOT_FOUND } from '#gateway/present/problems.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { Attachment } from '#gateway/protocol/attachments.ts';
import { isInline } from '#gateway/protocol/inline-types.ts';
import { flagText, id, oneOf, text } from '#gateway/protocol/wire.ts';
import type { AttachmentView } from '#queries/attachment/attachment-queries.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'attachment';

type AttachmentDeps = {
  readonly commands: Pick<Commands, 'admitUpload'>;
  readonly queries: Pick<Queries, 'attachment'>;
  readonly files: Files;
};

const uploadFailures = { ...commandFailures, ...sessionOver, ...admitUploadRefusals, ...uploadRefusals };

const upload = ({ commands, files }: AttachmentDeps): Endpoint =>
  signedEndpoint(
    {
      name: 'uploadAttachment',
      method: 'POST',
      path: '/channels/{channel_id}/attachments',
      slice,
      says: 'Uploads a file for a message in this channel. The body is the file. original=true keeps a picture in its full size too. A file that no message names is removed within a day. Needs send_messages and attach_files.',
      params: inChannel,
      query: { name: text({ max: FILE_NAME_CHARS_MAX }), original: flagText },
      takesBytes: true,
      limits: [perUser('uploads_per_user')],
      answer: created('The file.', Attachment),
    },
    codesOf(uploadFailures),
    async ({ attempt, params, query, bytes: incoming, viewer }) => {
      const admitted = await commands.admitUpload({ ...attempt, ...channelOf(params) })();
      if (isLeft(admitted)) return left(refusalOf(uploadFailures, admitted.left));
      // The runner gives bytes to every route that takes them.
      if (incoming === undefined) return left(NOT_FOUND);
      const received = await files.receive({
        ...admitted.right.value,
        userId: viewer.userId,
        channelId: params.channel_id,
        name: query.name ?? '',
        declaredType: incoming.type,
        announcedBytes: incoming.announced,
        keepsOriginal: query.original ?? false,
        source: incoming.source,
      });
      return isLeft(received)
        ? left(refusalOf(uploadFailures, received.left))
        : right({ body: presentUpload(received.right) });
    },
  );

/** Headers that say what the bytes are. A browser offers to save a file that it may not show. */
const headersOf = ({ attachmentId, shown }: AttachmentView, part: FilePart) => {
  const type = part === 'file' ? shown.contentType : 'image/webp';
  return {
    'Content-Type': type,
    'Content-Disposition': contentDisposition(shown.name, { type: isInline(type) ? 'inline' : 'attachment' }),
    ETag: `"${attachmentId}-${part}"`,
  };
};

type Asked = Pick<SignedRequest<never, never, undefined>, 'viewer' | 'atLeast' | 'header'>;
const readFailures = { ...queryFailures, ...filesFailures };

const served = async (
  { queries, files }: AttachmentDeps,
  { viewer, atLeast, header }: Asked,
  attachmentId: AttachmentId,
  part: FilePart,
): Outcome => {
  const found = await queries.attachment({ viewer, atLeast, attachmentId })();
  if (isLeft(found)) return left(refusalOf(readFailures, found.left));
  const file = found.right.value;
  if (part !== 'file' && !file.shown.previews) return left(NOT_FOUND);
  const headers = headersOf(file, part);
  const etag = headers.ETag;
  if (header('if-none-match') === etag)
    return right({ stream: { status: 304, source: undefined, headers: { ETag: etag } } });
  const opened = async (
    range: ByteRange | undefined,
    status: ByteAnswer['status'],
    more: ByteAnswer['headers'],
  ): Outcome => {
    const source = await files.open({ attachmentId, key: file.key, part }, range);
    if (isLeft(source)) return left(refusalOf(readFailures, source.left));
    if (source.right === undefined) return left(NOT_FOUND);
    return right({ stream: { status, source: source.right, headers: { ...headers, ...more } } });
  };
  if (part !== 'file') return opened(undefined, 200, {});
  const asked = askedPart({ range: header('range'), ifRange: header('if-range') }, etag, file.bytes);
  const ranges = { 'Accept-Ranges': 'bytes' };
  switch (asked.kind) {
    case 'outside':
      return left({
        code: 'range_outside',
        detail: `The file has ${file.bytes} bytes.`,
        headers: { 'Content-Range': `bytes */${file.bytes}` },
      });
    case 'range': {
      const { from, to } = asked;
      const length = { 'Content-Length': String(to - from + 1), 'Content-Range': `bytes ${from}-${to}/${file.bytes}` };
      return opened({ from, to }, 206, { ...ranges, ...length });
    }
    case 'all':
      return opened(undefined, 200, { ...ranges, 'Content-Length': String(file.bytes) });
  }
};

const atAttachment = { attachment_id: id(AttachmentId) };

export const attachmentRoutes = (deps: AttachmentDeps): ReadonlyArray<Endpoint> => [
  upload(deps),
  signedEndpoint(
    {
      name: 'discardAttachment',
      method: 'DELETE',
      path: '/attachments/{attachment_id}',
      slice,
      says: 'Removes an upload of your own that no message names. Delete the message to remove any other file.',
      params: atAttachment,
      limits: [perUser('message_changes_per_user')],
      answer: done('Removed, or not there.'),
    },
    codesOf(filesFailures),
    async ({ params, viewer }) => {
      const discarded = await deps.files.discard(params.attachment_id, viewer.userId);
      return isLeft(discarded) ? left(refusalOf(filesFailures, discarded.left)) : right({});
    },
  ),
  signedEndpoint(
    {
      name: 'readAttachment',
      method: 'GET',
      path: '/attachments/{attachment_id}',
      slice,
      says: 'The bytes of a file of a message, or one range of them. Needs view_channel in its channel.',
      params: atAttachment,
      answer: bytes('The file, with 206 one range of it, with 304 nothing new.'),
    },
    [...codesOf(readFailures), 'range_outside'],
    (request) => served(deps, request, request.params.attachment_id, 'file'),
  ),
  signedEndpoint(
    {
      name: 'readAttachmentPreview',
      method: 'GET',
      path: '/attachments/{attachment_id}/preview/{size}',
      slice,
      says: 'A preview of a picture in WebP: small has at most 480 pixels on its longer side, large 1,600.',
      params: { ...atAttachment, size: oneOf('small', 'large') },
      answer: bytes('The preview, with 304 nothing new.'),
    },
    codesOf(readFailures),
    (request) => served(deps, request, request.params.attachment_id, request.params.size),
  ),
];
