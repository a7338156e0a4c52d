import { expect } from 'chai';
import { RATES } from '#gateway/limits/rates.ts';
import { isFinishedSoFar, searchingAsTyped, TYPING_PAUSE_MS } from '#web/search/as-typed.ts';

/** A typed search over timers that the test runs. */
const staged = () => {
  const waiting = new Set<() => void>();
  const seen = { searches: 0, pauses: [] as number[] };
  const later = (ms: number, work: () => void) => {
    seen.pauses.push(ms);
    waiting.add(work);
    return () => void waiting.delete(work);
  };
  const search = searchingAsTyped({ later }, () => {
    seen.searches += 1;
  });
  const pause = (): void => {
    for (const work of [...waiting]) {
      waiting.delete(work);
      work();
    }
  };
  return { ...search, seen, pause };
};

describe('a search while the user types', () => {
  it('runs once after a pause, however many letters came before', () => {
    const { typed, pause, seen } = staged();
    for (const text of ['kit', 'kite', 'kites']) typed(text);
    expect(seen.searches).to.equal(0);
    pause();
    pause();
    expect(seen.searches).to.equal(1);
  });

  it('does not run after Enter has searched', () => {
    const { typed, stop, pause, seen } = staged();
    typed('kite');
    stop();
    pause();
    expect(seen.searches).to.equal(0);
  });

  it('runs for an emptied text, which clears the results', () => {
    const { typed, pause, seen } = staged();
    typed('');
    pause();
    expect(seen.searches).to.equal(1);
  });

  it('stays below the rate of the server when the user pauses after every letter', () => {
    const { times, withinMs } = RATES.searches_per_user;
    expect(withinMs / TYPING_PAUSE_MS).to.be.below(times);
  });

  it('waits for a text that is long enough and has no open end', () => {
    const texts = ['k', 'ki', 'kite from:', 'kite -', '"blue ho', 'kite *', 'from:"', 'kite -in:'];
    for (const text of texts) expect(isFinishedSoFar(text), text).to.equal(false);
    for (const text of ['kit', 'kite from:ada', '"blue hour"', 'exam*', 'from:"Ada L"', '東京都', '-table kite'])
      expect(isFinishedSoFar(text), text).to.equal(true);
  });
});
