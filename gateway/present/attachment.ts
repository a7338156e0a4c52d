import type { FilesUnavailable } from '#domain/kernel/failure.ts';
import type { FileFacts } from '#domain/message/attachments.ts';
import type * as message from '#domain/message/rejections.ts';
import type { UploadRejection } from '#gateway/ports/files.ts';
import { filesFailures, shared } from '#gateway/present/failures.ts';
import { presentFile } from '#gateway/present/message.ts';
import { explained, type Refusals } from '#gateway/present/refusals.ts';
import type { Attachment } from '#gateway/protocol/attachments.ts';

const MIB = 1024 * 1024;
const inMib = (bytes: number): string => `${Math.floor((bytes / MIB) * 10) / 10} MiB`;

/** Presents an upload, which has no words of its author yet. */
export const presentUpload = ({ attachmentId, key: _key, bytes, ...described }: FileFacts): Attachment =>
  presentFile({ attachmentId, bytes }, { ...described, alt: null, spoiler: false });

export const admitUploadRefusals: Refusals<message.AdmitUploadRejection> = {
  GuildLockedDown: shared.GuildLockedDown,
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  NotATextChannel: explained('not_a_text_channel', 'Send files to a text channel.'),
};

const QUOTA = {
  user: 'Your files have used up your space. Delete a message with files, or ask the operator for more.',
  guild:
    'The files of this community have used up its space. Delete messages with files, or ask the operator for more.',
  server: 'The server has no space for more files. Ask its operator.',
} as const;

export const uploadRefusals: Refusals<UploadRejection | FilesUnavailable> = {
  ...filesFailures,
  FileTooLarge: {
    code: 'file_too_large',
    explain: ({ bytesMax }) => ({ detail: `A file has at most ${inMib(bytesMax)}. Send a smaller one.` }),
  },
  FileEmpty: explained('file_empty', 'This file is empty. Send one with content.'),
  QuotaReached: {
    code: 'quota_reached',
    explain: ({ of, leftBytes }) => ({ detail: `${QUOTA[of]} It takes ${inMib(leftBytes)} now.` }),
  },
  TypeContradicts: {
    code: 'file_type_wrong',
    explain: ({ declared, found }) => ({
      detail: `This file says that it is ${declared}, but it is ${found}. Give it its right name, and send it again.`,
    }),
  },
  PictureRefused: {
    code: 'picture_refused',
    explain: ({ why }) => ({ detail: `The picture cannot be shown: ${why}. Send another one.` }),
  },
  Infected: {
    code: 'file_infected',
    explain: ({ name }) => ({ detail: `The malware scanner found ${name} in this file. The file was not kept.` }),
  },
  UploadBroken: explained('upload_broken', 'The upload broke off. Send the file again.'),
  UploadReplaced: explained('upload_broken', 'A newer try of this upload took its place.'),
  StoreFull: explained('files_full', 'The server has no space for files at the moment. Ask its operator.'),
};
