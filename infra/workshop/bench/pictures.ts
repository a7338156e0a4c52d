/**
 * Measures what a photo costs: a photo of 12 megapixels to both previews, in the process that is made for it. A picture
 * of one pixel shows what the process alone costs, and the sniffer reads the same photo first, as an upload does.
 */
import { loadavg } from 'node:os';
import * as E from 'fp-ts/lib/Either.js';
import { launchPictureChild } from '#infra/files/pictures/launch.ts';
import { createPictures } from '#infra/files/pictures/pictures.ts';
import { contradicts } from '#infra/files/sniff/content-types.ts';
import { createSniffer } from '#infra/files/sniff/sniffer.ts';
import { watchChildren } from '#infra/workshop/testkit/child-watch.ts';
import { animation, photo } from '#infra/workshop/testkit/photos.ts';
import { median, quantile } from './load/quantile.ts';
import { report } from './report.ts';

const TURNS = 9;
const WITHIN_MS = 120_000;
const PHOTO_MS_MAX = 2_000;
const PHOTO_CPU_MS_MAX = 1_000;
const CHILD_MIB_MAX = 256;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const of = async function* (bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
};

/** Makes a picture some times. Milliseconds on the wall of each time, of the processor together, and the most memory. */
const cost = async (name: string, bytes: Uint8Array, atOnce = 1) => {
  const watch = watchChildren();
  const pictures = createPictures({
    withinMs: WITHIN_MS,
    launch: (...args) => {
      const child = launchPictureChild(...args);
      watch.add(child);
      return child;
    },
  });
  const wall: number[] = [];
  const once = async (): Promise<void> => {
    const began = performance.now();
    const made = await pictures.make(of(bytes), { original: false });
    if (E.isLeft(made)) throw new Error(`the picture was refused: ${made.left.why}`);
    wall.push(performance.now() - began);
  };
  for (let turn = 0; turn < TURNS; turn += atOnce) await Promise.all(Array.from({ length: atOnce }, once));
  watch.stop();
  await pictures.close();
  const each = { ms: median(wall), p95: quantile(wall, 0.95), cpuMs: watch.cpuMs() / wall.length };
  say(`${name}: ${each.ms.toFixed(0)} ms, ${each.cpuMs.toFixed(0)} ms of the processor`);
  return { ...each, mib: watch.peakBytes() / 1024 ** 2 };
};

const load = loadavg()[0] ?? 0;
const file = await photo('jpeg', 4_000, 3_000);
const sniffer = createSniffer();
const sniffs: number[] = [];
for (let turn = 0; turn < 200; turn += 1) {
  const began = performance.now();
  const { contentType } = await sniffer.sniff(file);
  sniffs.push(performance.now() - began);
  if (contradicts('image/jpeg', contentType) !== undefined) throw new Error(`the photo was taken for ${contentType}`);
}
await sniffer.close();

const one = await cost('a photo of 12 megapixels', file);
const two = await cost('two such photos at a time', file, 2);
const pixel = await cost('a picture of one pixel', await photo('png', 1, 1));
const moving = await cost('a moving picture of 60 frames', await animation('gif', 480, 270, 60));

report('pictures', [
  { name: 'load of the machine', value: load, unit: '' },
  { name: 'the photo', value: file.length / 1024 ** 2, unit: 'MiB' },
  { name: 'the type of a photo, p50', value: median(sniffs), unit: 'ms' },
  { name: 'a photo to both previews, p50', value: one.ms, unit: 'ms', bar: { at: 'most', value: PHOTO_MS_MAX } },
  { name: 'a photo to both previews, p95', value: one.p95, unit: 'ms' },
  { name: 'a photo, processor', value: one.cpuMs, unit: 'ms', bar: { at: 'most', value: PHOTO_CPU_MS_MAX } },
  { name: 'a photo, memory of the child', value: one.mib, unit: 'MiB', bar: { at: 'most', value: CHILD_MIB_MAX } },
  { name: 'two photos at a time, p50', value: two.ms, unit: 'ms' },
  { name: 'a picture of one pixel, p50', value: pixel.ms, unit: 'ms' },
  { name: 'a picture of one pixel, processor', value: pixel.cpuMs, unit: 'ms' },
  { name: 'a moving picture of 60 frames, p50', value: moving.ms, unit: 'ms' },
  { name: 'a moving picture, processor', value: moving.cpuMs, unit: 'ms' },
]);
