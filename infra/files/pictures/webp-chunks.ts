const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
/** Chunks that carry pixels and their order in time. A colour profile, EXIF and XMP are not among them. */
const PICTURE_CHUNKS: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF']);

const textAt = (bytes: Uint8Array, from: number): string => String.fromCharCode(...bytes.subarray(from, from + 4));

/**
 * Tells whether the bytes are one WebP file with pixels alone: no metadata, no chunk of another kind, nothing after its
 * end. The container is described in RFC 9649.
 */
export const isBareWebp = (bytes: Uint8Array): boolean => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < RIFF_HEADER_BYTES + CHUNK_HEADER_BYTES) return false;
  if (textAt(bytes, 0) !== 'RIFF' || textAt(bytes, 8) !== 'WEBP') return false;
  if (view.getUint32(4, true) + CHUNK_HEADER_BYTES !== bytes.length) return false;
  let at = RIFF_HEADER_BYTES;
  while (at + CHUNK_HEADER_BYTES <= bytes.length) {
    if (!PICTURE_CHUNKS.has(textAt(bytes, at))) return false;
    const length = view.getUint32(at + 4, true);
    // A chunk of an odd length is followed by one byte of padding.
    at += CHUNK_HEADER_BYTES + length + (length % 2);
  }
  return at === bytes.length;
};
