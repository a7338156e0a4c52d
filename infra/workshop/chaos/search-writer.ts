/**
 * Child process to be killed: it keeps a search index in a folder. Its conversation grows as fast as it is indexed. It
 * prints `open`, and then the position of each commit on a line. With `rebuild` it also rebuilds the index again and
 * again.
 */
import { byTheModule, searchSide } from '#infra/workshop/testkit/search-side.ts';
import { searchIndex } from '#projections/search-index/projector.ts';
import { scripted, scriptedLog } from './scripted-talk.ts';

/** Events that the log is ahead of the index at most. */
const AHEAD = 200;

const [folder = '', events = '0', what = ''] = process.argv.slice(2);
const log = scriptedLog(Number(events));
const side = searchSide(byTheModule(), folder, log, {
  applied: (_, position) => {
    process.stdout.write(`${position}\n`);
  },
});
side.project();
await side.settled();
process.stdout.write('open\n');

const rebuilding = async (): Promise<never> => {
  for (;;) await side.rebuild();
};
if (what === 'rebuild') void rebuilding();

for (let n = Number(events) + 1; ; n += 1) {
  const position = log.write(scripted(n));
  if (n % AHEAD === 0) await side.progress.waitFor([searchIndex.name], position - BigInt(AHEAD));
}
