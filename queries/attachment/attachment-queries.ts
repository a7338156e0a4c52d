import type { AttachmentId } from '#domain/kernel/ids.ts';
import type { ShownFile } from '#domain/message/attachments.ts';
import type { Query } from '#queries/queries.ts';

/** File of a message, with the key that opens its bytes. No client is told the key. */
export type AttachmentView = {
  readonly attachmentId: AttachmentId;
  readonly key: string;
  readonly bytes: number;
  readonly shown: ShownFile;
};

export type AttachmentQueries = {
  /** A file of a message that is there, in a channel that the viewer sees. */
  readonly attachment: Query<{ readonly attachmentId: AttachmentId }, AttachmentView>;
};
