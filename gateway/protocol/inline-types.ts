/**
 * Types that a browser shows in place: pictures of pixels, sound and video. SVG, HTML, XML and PDF can run scripts or hold
 * links, so they are never here.
 */
const INLINE: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/gif',
  'image/webp',
  'image/avif',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/aac',
  'audio/ogg',
  'audio/wav',
  'audio/flac',
  'video/mp4',
  'video/x-m4v',
  'video/webm',
  'video/ogg',
]);

/** Says whether a browser may show a file of this type in place. Every other file is offered to save. */
export const isInline = (contentType: string): boolean => INLINE.has(contentType);
