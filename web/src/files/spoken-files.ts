/** Says files as a few words, where they are not seen: for screen readers, in notifications and in lists. */

import type { Attachment } from '#gateway/protocol/attachments.ts';
import { later } from '#web/words/later/later-words.ts';

type NamedFile = Pick<Attachment, 'content_type' | 'name' | 'alt' | 'picture' | 'spoiler'>;

/** The kind of a file, as its card and its sentence name it. */
export type FileKind = 'picture' | 'video' | 'sound' | 'file';
export const kindOf = ({ content_type: type, picture }: Pick<Attachment, 'content_type' | 'picture'>): FileKind => {
  if (picture?.previews === true) return 'picture';
  if (type.startsWith('video/')) return 'video';
  return type.startsWith('audio/') ? 'sound' : 'file';
};

/** The text for a reader who does not see the file: the words of its author, otherwise its name. */
export const altOf = ({ alt, name }: Pick<Attachment, 'alt' | 'name'>): string => alt ?? name;

/** Says all files of a message: `2 pictures, a file`. The words of an author about a single file follow it. */
export const spokenFiles = (files: ReadonlyArray<NamedFile>): string => {
  const counts = Map.groupBy(files, kindOf);
  const said = [...counts].map(([kind, ones]) => later.files.count(kind, ones.length)).join(', ');
  const [only] = files;
  return files.length === 1 && only?.alt !== undefined && only.spoiler !== true ? `${said}: ${only.alt}` : said;
};
