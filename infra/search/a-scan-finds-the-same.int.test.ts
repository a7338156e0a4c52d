import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { compareWithScan, indexAll } from '#infra/workshop/bench/load/compared.ts';
import { heardIn } from '#infra/workshop/bench/load/heard.ts';
import { conversationFile } from '#infra/workshop/testkit/conversation.ts';
import type { GenerationIndex } from './generation-index.ts';
import { searchModule } from './search-module.ts';

const QUESTIONS = 400;

/** The bench `search-equality` does the same with half a million messages. */
describe('the index of a conversation', function () {
  this.timeout(120_000);
  let home: string;
  let index: GenerationIndex;
  before(async () => {
    const native = searchModule();
    if ('missing' in native) throw new Error(native.missing);
    home = await mkdtemp(join(tmpdir(), 'filament-equality-'));
    index = await native.openIndex(home, 'new');
  });
  after(async () => {
    await index?.close();
    await rm(home, { recursive: true, force: true });
  });

  it('finds the same messages as a scan of every text, for any set of readable channels', async () => {
    const heard = await heardIn(await conversationFile('small'));
    await indexAll(index, heard.messages);
    const { different, tooSlow, empty, found } = await compareWithScan(index, heard, QUESTIONS);
    expect(different).to.deep.equal([]);
    expect(tooSlow).to.deep.equal([]);
    expect(empty).to.be.below(QUESTIONS / 2);
    expect(found).to.be.above(QUESTIONS);
  });
});
