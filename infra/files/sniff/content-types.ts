/** Type of a file that nothing is known of. A browser may only download it. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** Types of pictures of pixels that are decoded and encoded anew. */
const PICTURE_TYPES: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/gif',
  'image/webp',
  'image/avif',
]);

/** Says whether previews are made of a file of this type. */
export const isPictureType = (contentType: string): boolean => PICTURE_TYPES.has(contentType);

const ESSENCE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,127}$/;

/**
 * Returns the type and subtype of a media type in lower case, without parameters. Undefined for a text that is none
 * (RFC 6838, section 4.2).
 */
export const essenceOf = (mediaType: string): string | undefined => {
  const [essence = ''] = mediaType.split(';', 1);
  const lower = essence.trim().toLowerCase();
  return ESSENCE.test(lower) ? lower : undefined;
};

/** Other names of a type that programs declare. */
const SAME_TYPE: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  // An animated PNG is declared as a PNG by every program.
  'image/apng': 'image/png',
  'image/heif': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heic',
  'image/vnd.microsoft.icon': 'image/x-icon',
  'image/x-ms-bmp': 'image/bmp',
  'audio/mp3': 'audio/mpeg',
  'audio/x-mp3': 'audio/mpeg',
  'audio/vnd.wave': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'video/ogg': 'audio/ogg',
  // One container holds sound, pictures or both, and its first bytes do not always tell which.
  'audio/x-m4a': 'video/mp4',
  'audio/m4a': 'video/mp4',
  'audio/mp4': 'video/mp4',
  'video/x-m4v': 'video/mp4',
  'video/quicktime': 'video/mp4',
  'video/3gpp': 'video/mp4',
  'video/3gpp2': 'video/mp4',
  'audio/webm': 'video/webm',
  'video/x-matroska': 'video/webm',
  'audio/x-matroska': 'video/webm',
  'video/matroska': 'video/webm',
  'video/x-msvideo': 'video/vnd.avi',
  'video/avi': 'video/vnd.avi',
  'application/x-zip-compressed': 'application/zip',
  'application/x-zip': 'application/zip',
  'application/x-gzip': 'application/gzip',
  'application/vnd.rar': 'application/x-rar-compressed',
  'application/x-rar': 'application/x-rar-compressed',
  'text/xml': 'application/xml',
};

/** Containers of many types. Their first bytes may not tell which type of file stands in them. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'application/zip',
  'application/gzip',
  'application/xml',
  'application/x-cfb',
  'application/ogg',
]);

/** Types that every real file of theirs shows in its first bytes. Without them the file is of another type. */
const ALWAYS_SHOWN =
  /^(?:image\/(?:jpeg|png|gif|webp|avif)|audio\/(?:wav|flac|ogg)|video\/(?:mp4|webm)|application\/pdf)$/;

const canonical = (essence: string): string => SAME_TYPE[essence] ?? essence;

/** A declared type that the first bytes of the file speak against. */
export type TypeContradicted = {
  readonly kind: 'TypeContradicted';
  readonly declared: string;
  readonly sniffed: string;
  /** `another-type`: the bytes show a type, and it is not the declared one. `not-shown`: they do not show the declared one. */
  readonly why: 'another-type' | 'not-shown';
};

/**
 * Compares a declared type with the sniffed one. Undefined when both may be true, which includes a missing declaration
 * and one that is no media type. The sniffed type is the type of the file in any case.
 */
export const contradicts = (declared: string | undefined, sniffed: string): TypeContradicted | undefined => {
  const said = essenceOf(declared ?? '');
  if (said === undefined || said === UNKNOWN_TYPE || canonical(said) === canonical(sniffed)) return undefined;
  const contradiction = (why: TypeContradicted['why']): TypeContradicted => ({
    kind: 'TypeContradicted',
    declared: said,
    sniffed,
    why,
  });
  const shown = ALWAYS_SHOWN.test(canonical(said));
  if (sniffed === UNKNOWN_TYPE) return shown ? contradiction('not-shown') : undefined;
  // A container of a type that we do not know by its bytes, as a document or an archive with a name of its own.
  if (CONTAINERS.has(sniffed) && !shown && !/^(?:audio|video|font)\//.test(said)) return undefined;
  return contradiction('another-type');
};
