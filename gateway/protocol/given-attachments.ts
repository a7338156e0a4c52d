import type { AttachmentId } from '#domain/kernel/ids.ts';
import type { GivenAttachment } from '#gateway/protocol/attachments.ts';

type Given = ReadonlyArray<GivenAttachment> | undefined;

/** Reads the uploads that a message names, as the house names them. */
export const givenAttachments = (given: Given) =>
  (given ?? []).map(({ attachment_id, alt, spoiler }) => ({ attachmentId: attachment_id, alt, spoiler }));

/** Writes the uploads that a message names, as the wire names them. */
export const attachmentsGiven = (
  given: ReadonlyArray<{
    readonly attachmentId: AttachmentId;
    readonly alt?: string | null | undefined;
    readonly spoiler?: boolean | undefined;
  }>,
) =>
  given.map(({ attachmentId, alt, spoiler }) => ({
    attachment_id: attachmentId,
    ...(alt == null ? {} : { alt }),
    ...(spoiler === true ? { spoiler } : {}),
  }));
