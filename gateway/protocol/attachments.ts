/** Files of messages on the wire. */
import { AttachmentId } from '#domain/kernel/ids.ts';
import { FILE_ALT_CHARS_MAX, FILE_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { CONTENT_TYPE_CHARS_MAX, PLACEHOLDER_CHARS_MAX } from '#gateway/protocol/limits.ts';
import { flag, id, integer, nullable, object, type TypeOf, text } from '#gateway/protocol/wire.ts';

const size = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

/**
 * File of a message. A picture, and it alone, has a size in pixels, a placeholder (a thumbhash in base64) and previews at
 * `/attachments/{attachment_id}/preview/{size}`. `alt` stands for the file where it is not seen.
 */
export const Attachment = object(
  {
    attachment_id: id(AttachmentId),
    name: text({ max: FILE_NAME_CHARS_MAX }),
    content_type: text({ max: CONTENT_TYPE_CHARS_MAX }),
    bytes: size,
  },
  {
    alt: text({ max: FILE_ALT_CHARS_MAX }),
    spoiler: flag,
    picture: object({
      width: size,
      height: size,
      placeholder: nullable(text({ max: PLACEHOLDER_CHARS_MAX })),
      animated: flag,
      previews: flag,
    }),
  },
);
export type Attachment = TypeOf<typeof Attachment>;

/** Upload of the caller that a message names. `alt` stands for the file where it is not seen. */
export const GivenAttachment = object(
  { attachment_id: id(AttachmentId) },
  { alt: nullable(text({ max: FILE_ALT_CHARS_MAX })), spoiler: flag },
);
export type GivenAttachment = TypeOf<typeof GivenAttachment>;
