/** Makes a small picture of a file of this device, so that the user sees what they send before the server has it. */

/** Pixels of the longer side. It is that of the small preview of the server, which this one stands for. */
const SIDE_MAX = 480;
/** Bytes of a file that is drawn here. A larger picture would hold the page up. */
const DRAWN_BYTES_MAX = 50 * 1024 * 1024;
const DRAWN = /^image\/(?:png|jpe?g|gif|webp|avif|bmp)$/;

/** Answers a picture of the file in WebP or PNG. Undefined when the browser cannot draw it. */
export const localPicture = async (file: File): Promise<Blob | undefined> => {
  if (!DRAWN.test(file.type) || file.size > DRAWN_BYTES_MAX) return undefined;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, SIDE_MAX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.85))) ?? undefined;
  } catch {
    return undefined;
  }
};
