/**
 * Measures how long the content of a message takes to parse: the messages of a real conversation, and texts that are made
 * to be dear. The peer of both is the same parser without our guard and without our way around it.
 *
 * `markdown.ts [file]`: a gzipped file in the import format, by default the smaller one.
 */
import { loadavg } from 'node:os';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { parseMarkdown } from '#domain/markdown/parse.ts';
import { conversationFile } from '#infra/workshop/testkit/conversation.ts';
import { HOSTILE_TEXTS, TEXTS_WITHIN_LIMITS } from '#infra/workshop/testkit/hostile-texts.ts';
import { contentsIn } from './load/contents.ts';
import { median, quantile } from './load/quantile.ts';
import { report } from './report.ts';

const MESSAGE_US_MAX = 60;
const HOSTILE_MS_MAX = 20;
/** Turns of each hostile text. The fastest counts, because the compiler and the collector work meanwhile. */
const TURNS = 5;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const bare = (content: string): unknown =>
  fromMarkdown(content, {
    extensions: [gfmStrikethrough(), gfmTable()],
    mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmTableFromMarkdown()],
  });

type Parse = (content: string) => unknown;
/** Microseconds on the wall. The clock of the processor is too coarse for one message. */
const tookUs = (parse: Parse, content: string): number => {
  const began = performance.now();
  parse(content);
  return (performance.now() - began) * 1_000;
};
/** Milliseconds of the processor. The clock on the wall also counts what else the machine does meanwhile. */
const tookMs = (parse: Parse, content: string): number => {
  const began = process.threadCpuUsage();
  parse(content);
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1_000;
};
const fastest = (took: typeof tookMs, parse: Parse, content: string): number =>
  Math.min(...Array.from({ length: TURNS }, () => took(parse, content)));

const load = loadavg()[0] ?? 0;
const contents = await contentsIn(process.argv[2] ?? (await conversationFile('small')));
const spread = (parse: Parse) => {
  // The first round only warms the compiler.
  for (const content of contents) parse(content);
  const us = contents.map((content) => tookUs(parse, content));
  return { p50: median(us), p99: quantile(us, 0.99) };
};
const ours = spread(parseMarkdown);
const peer = spread(bare);
/** Messages with a sign of Markdown in them, as far as one can tell without our parser. */
const signed = contents.filter((content) => /[*_`~<|\\]|https?:/.test(content));
const parsed = quantile(
  signed.map((content) => fastest(tookUs, parseMarkdown, content)),
  0.5,
);

/** The slowest of some texts, with its name. */
const slowest = (texts: Readonly<Record<string, string>>, parse: Parse) => {
  const all = Object.entries(texts).map(([name, text]) => ({ name, ms: fastest(tookMs, parse, text) }));
  for (const { name, ms } of all) say(`${ms.toFixed(2)} ms ${name}`);
  return Math.max(...all.map(({ ms }) => ms));
};
const hostile = slowest(HOSTILE_TEXTS, parseMarkdown);
const within = slowest(TEXTS_WITHIN_LIMITS, parseMarkdown);
const unguarded = slowest(HOSTILE_TEXTS, bare);

report('markdown', [
  { name: 'messages', value: contents.length, unit: '' },
  { name: 'load of the machine', value: load, unit: '' },
  { name: 'a message, p50', value: ours.p50, unit: 'us', bar: { at: 'most', value: MESSAGE_US_MAX } },
  { name: 'a message, p99', value: ours.p99, unit: 'us' },
  { name: 'messages with signs', value: signed.length, unit: '' },
  { name: 'a message with signs, p50', value: parsed, unit: 'us' },
  { name: 'p50, against the bare parser', value: ours.p50 / peer.p50, unit: 'x' },
  { name: 'p99, against the bare parser', value: ours.p99 / peer.p99, unit: 'x' },
  { name: 'the slowest hostile text', value: hostile, unit: 'ms', bar: { at: 'most', value: HOSTILE_MS_MAX } },
  { name: 'the slowest text within the limits', value: within, unit: 'ms', bar: { at: 'most', value: HOSTILE_MS_MAX } },
  { name: 'the slowest hostile text, against the bare parser', value: hostile / unguarded, unit: 'x' },
]);
