/** Makes good pictures for tests and measurements, with everything in them that must not come out again. */
import sharp from 'sharp';

/** Words that stand in the metadata of a photo and nowhere else. */
export const SECRET_WORDS = 'the house of the photographer';

const noise = (width: number, height: number, sigma: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#777', noise: { type: 'gaussian', mean: 128, sigma } },
  }).png({
    compressionLevel: 1,
  });

/** Pixels of a photo: large soft areas with fine noise, so that a file of 12 megapixels has the size of a real one. */
export const photoPixels = async (width: number, height: number): Promise<Buffer> => {
  const areas = sharp(await noise(40, 30, 60).toBuffer()).resize(width, height, { fit: 'fill' });
  const fine = await noise(width, height, 45).toBuffer();
  return areas
    .composite([{ input: fine, blend: 'soft-light' }])
    .png({ compressionLevel: 1 })
    .toBuffer();
};

/** Orientation of a camera that was held upright: the picture is turned by 90 degrees to the right. */
export const TURNED = 6;

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'avif';

/** Returns a photo with GPS, a serial number, words of its author and an orientation in its metadata. */
export const photo = async (format: PhotoFormat, width: number, height: number): Promise<Buffer> =>
  sharp(await photoPixels(width, height))
    .withExif({
      IFD0: { Copyright: SECRET_WORDS, Artist: SECRET_WORDS, Orientation: String(TURNED) },
      IFD2: { UserComment: SECRET_WORDS, BodySerialNumber: SECRET_WORDS },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '51/1 30/1 3230/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '0/1 7/1 4366/100',
      },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><note>${SECRET_WORDS}</note></x:xmpmeta>`)
    .withIccProfile('p3')
    .withMetadata({ orientation: TURNED })
    .toFormat(format, format === 'avif' ? { effort: 0 } : {})
    .toBuffer();

/** Returns an animated picture of noise in motion. */
export const animation = async (
  format: 'gif' | 'webp',
  width: number,
  height: number,
  frames: number,
): Promise<Buffer> => {
  const wide = await photoPixels(width + frames, height);
  const all = await Promise.all(
    Array.from({ length: frames }, (_, left) => sharp(wide).extract({ left, top: 0, width, height }).png().toBuffer()),
  );
  const joined = sharp(all, { join: { animated: true } });
  return format === 'gif'
    ? joined.gif({ effort: 1, loop: 3, delay: 70 }).toBuffer()
    : joined.webp({ effort: 0, loop: 3, delay: 70 }).toBuffer();
};
