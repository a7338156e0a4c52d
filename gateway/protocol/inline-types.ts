/** Types that a browser shows in place: pictures of pixels, sound and video. None of them can hold a script that runs. */
const INLINE: ReadonlySet<string> = new Set([
  'image/avif',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
  'audio/aac',
  'audio/flac',
  'audio/mp4',
  'audio/mpeg',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'video/mp4',
  'video/ogg',
  'video/webm',
]);

/** Says whether a browser may show a file of this type in place. Every other file is offered to save. */
export const isInline = (contentType: string): boolean => INLINE.has(contentType);
