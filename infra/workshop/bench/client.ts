/**
 * Measures the web client in a real Chromium: bytes and requests of the first load, processor time of the page from load
 * to messages, times of frames while 10,000 messages scroll by, and the bytes of two long answers with and without
 * compression. Times depend on what else the machine does, so its load is a figure too, and an empty page that scrolls in
 * the same way says which frames the browser itself makes late. One scroll is as fast as a reader who skims, and one
 * is much faster than anybody reads.
 *
 * `client.ts [messages]`
 */
import { request } from 'node:http';
import { loadavg } from 'node:os';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import type { Channel } from '#gateway/protocol/resources.ts';
import { apiOf, caughtUp, claimOwner, PASSWORD, type Person } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { madeUpLines } from '#infra/workshop/testkit/conversation.ts';
import { bytesOf, FIRST_LOAD_BYTES_MAX, loadedFiles, noteFirstMessage } from '#infra/workshop/testkit/first-load.ts';
import { startServer } from '#infra/workshop/testkit/server.ts';
import { type Measure, report } from './report.ts';

const MESSAGES = Number(process.argv[2] ?? 10_000);
const AUTHORS = 106;
const LOADS = 7;
const ANSWERS = 40;
const MAIN_THREAD_MS_MAX = 250;
/** Milliseconds of a frame of the display. A browser measures it with a tenth more or less. */
const FRAME_MS = 16.7;
const JITTER_MS = 0.2;
const LATE_MS_MAX = 50;
/** Pixels that the wheel turns at each frame: 3,600 pixels a second, or four screens, and 24,000. */
const SPEEDS = { skimming: 60, flying: 400 } as const;
type Speed = keyof typeof SPEEDS;
/** Frames of the empty page. The faster scroll of 10,000 messages takes about as many. */
const FLOOR_FRAMES = 1_500;

const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const quantile = (numbers: ReadonlyArray<number>, share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? 0;

const load = loadavg()[0] ?? 0;
const server = await startServer();
const browser = await launchChromium();

/** One channel with all messages, by as many authors as a community of hundreds has. */
const importAll = async (owner: Person): Promise<Channel> => {
  const lines = madeUpLines(MESSAGES).map((line, at) => {
    const read: { author: string } = JSON.parse(line);
    return JSON.stringify({ ...read, channel: 'garden', author: `${read.author}-${at % AUTHORS}`.slice(0, 32) });
  });
  const source = (async function* () {
    yield Buffer.from(`${lines.join('\n')}\n`);
  })();
  const { signal } = new AbortController();
  const made = await server.importConversation({ guildName: 'Bench', source, onProgress: () => undefined, signal });
  await caughtUp(await apiOf(server.url));
  const { channels } = (await owner.api('GET', `/guilds/${made.guildId}/channels`)).body as {
    readonly channels: ReadonlyArray<Channel>;
  };
  const [channel] = channels;
  if (channel === undefined) throw new Error('no channel was imported');
  return channel;
};

const devtoolsOf = async (page: Page): Promise<CDPSession> => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  return devtools;
};

const metric = async (devtools: CDPSession, name: string): Promise<number> => {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find((one) => one.name === name)?.value ?? 0;
};

const firstLoad = async (page: Page, url: string): Promise<ReadonlyArray<Measure>> => {
  await noteFirstMessage(page);
  await page.goto(url);
  await page.getByLabel('Username').fill('owner');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('[data-message]').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  const files = await loadedFiles(page);
  process.stdout.write(`${files.map(({ path, bytes }) => `${bytes} ${path}`).join('\n')}\n`);
  return [
    { name: 'first load', value: bytesOf(files), unit: 'bytes', bar: { at: 'most', value: FIRST_LOAD_BYTES_MAX } },
    { name: 'requests of the first load', value: files.length, unit: '' },
  ];
};

/** Time that the main thread of a new page worked until the first messages, by the clock of the processor. */
const laterLoads = async (context: BrowserContext, url: string): Promise<ReadonlyArray<Measure>> => {
  const tasks: number[] = [];
  for (let n = 0; n < LOADS; n += 1) {
    const page = await context.newPage();
    const devtools = await devtoolsOf(page);
    const before = await metric(devtools, 'TaskDuration');
    await page.goto(url);
    await page.locator('[data-message]').first().waitFor();
    const after = await metric(devtools, 'TaskDuration');
    // The page may move to another process, whose count begins anew.
    tasks.push((after < before ? after : after - before) * 1_000);
    await page.close();
  }
  const bar = { at: 'most', value: MAIN_THREAD_MS_MAX } as const;
  return [{ name: 'main thread from load to messages', value: median(tasks), unit: 'ms', bar }];
};

/**
 * Scrolls a list up, a step at each frame, and answers the times between frames.
 *
 * @param until Selector of the element that ends the scroll when it is drawn, or the number of frames.
 */
const scroll = (page: Page, speed: Speed, until: string | number): Promise<ReadonlyArray<number>> =>
  page.evaluate(
    ([turn, end]) =>
      new Promise<ReadonlyArray<number>>((resolve) => {
        const list = document.querySelector('[role=feed]');
        const frames: number[] = [];
        let last = performance.now();
        const ended = () => (typeof end === 'number' ? frames.length >= end : document.querySelector(end) !== null);
        const step = (now: number): void => {
          frames.push(now - last);
          last = now;
          list?.scrollBy(0, -turn);
          if (ended()) resolve(frames.slice(2));
          else requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    [SPEEDS[speed], until] as const,
  );

/** Scrolls a page that draws nothing and runs no script of ours, and answers the times between its frames. */
const floor = async (context: BrowserContext, speed: Speed): Promise<ReadonlyArray<number>> => {
  const page = await context.newPage();
  const height = SPEEDS[speed] * FLOOR_FRAMES;
  await page.setContent(
    `<div role="feed" style="height: 100vh; overflow: auto"><div style="height: ${height}px"></div></div>`,
  );
  await page.evaluate((end) => document.querySelector('[role=feed]')?.scrollTo(0, end), height);
  const frames = await scroll(page, speed, FLOOR_FRAMES);
  await page.close();
  return frames;
};

/** Scrolls from the newest message to the first one. A page of its own begins with nothing drawn and nothing loaded. */
const scrolling = async (context: BrowserContext, url: string, speed: Speed): Promise<ReadonlyArray<Measure>> => {
  const empty = await floor(context, speed);
  const page = await context.newPage();
  const devtools = await devtoolsOf(page);
  await page.goto(url);
  await page.locator('[data-message]').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState('networkidle');
  const [layouts, tasks] = [await metric(devtools, 'LayoutCount'), await metric(devtools, 'TaskDuration')];
  const frames = await scroll(page, speed, '.beginning');
  const worked = ((await metric(devtools, 'TaskDuration')) - tasks) * 1_000;
  const layoutsAFrame = ((await metric(devtools, 'LayoutCount')) - layouts) / frames.length;
  await page.close();
  const p99 = { page: quantile(frames, 0.99), empty: quantile(empty, 0.99) };
  const measure = (name: string, value: number, unit: string, most?: number): Measure => ({
    ...{ name: `${speed}, ${name}`, value, unit },
    // A reader cannot follow a flight. It is stated, and has no bar.
    ...(most === undefined || speed === 'flying' ? {} : { bar: { at: 'most', value: most } as const }),
  });
  return [
    measure('frames of the scrolling', frames.length, ''),
    measure('frame p50', quantile(frames, 0.5), 'ms'),
    measure('frame p95', quantile(frames, 0.95), 'ms'),
    measure('frame p99', p99.page, 'ms', FRAME_MS + JITTER_MS),
    measure('longest frame', Math.max(...frames), 'ms', LATE_MS_MAX + JITTER_MS),
    measure('frame p99 of an empty page', p99.empty, 'ms'),
    measure('main thread a frame, by the clock of the processor', worked / frames.length, 'ms'),
    measure('layouts a frame', layoutsAFrame, ''),
  ];
};

type Answer = { readonly bytes: number; readonly ms: number };

const ask = (path: string, token: string, accepted: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    const headers = { authorization: `Bearer ${token}`, 'accept-encoding': accepted };
    const asked = request(server.url + path, { headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.once('end', () => resolve({ bytes, ms: performance.now() - begun }));
    });
    asked.once('error', reject).end();
  });

/** Bytes and time of one answer without and with compression, asked in turn. */
const answer = async (name: string, path: string, token: string): Promise<ReadonlyArray<Measure>> => {
  const taken: { [encoding: string]: Answer[] } = { identity: [], gzip: [], br: [] };
  for (let n = 0; n < ANSWERS; n += 1) {
    for (const [encoding, answers] of Object.entries(taken)) answers.push(await ask(path, token, encoding));
  }
  return Object.entries(taken).flatMap(([encoding, answers]) => [
    { name: `${name}, ${encoding}`, value: answers[0]?.bytes ?? 0, unit: 'bytes' },
    { name: `${name}, ${encoding}, p50`, value: median(answers.map(({ ms }) => ms)), unit: 'ms' },
  ]);
};

try {
  const owner = await claimOwner(server, await apiOf(server.url));
  const channel = await importAll(owner);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const url = `${server.url}/c/${channel.guild_id}/${channel.channel_id}`;
  report('client', [
    { name: 'load of the machine', value: load, unit: '' },
    ...(await firstLoad(page, url)),
    ...(await laterLoads(context, url)),
    ...(await scrolling(context, url, 'skimming')),
    ...(await scrolling(context, url, 'flying')),
    ...(await answer('50 messages', `/channels/${channel.channel_id}/messages?limit=50`, owner.accessToken)),
    ...(await answer('members', `/guilds/${channel.guild_id}/members`, owner.accessToken)),
  ]);
} finally {
  await browser.close();
  await server.stop();
}
