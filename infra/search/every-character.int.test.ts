import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { channel } from '#infra/workshop/testkit/community-events.ts';
import { putMessage } from '#infra/workshop/testkit/index-ops.ts';
import { byTheModule } from '#infra/workshop/testkit/search-side.ts';
import type { Clause, IndexQuery } from '#queries/ports/message-search.ts';
import { withoutInvisible } from '#queries/search/search-query/invisible.ts';
import { type GenerationIndex, SearchTooSlow } from './generation-index.ts';

/** Every character that Unicode assigns a meaning to. Characters for private use have none. */
const ASSIGNED: ReadonlyArray<string> = Array.from({ length: 0x110000 }, (_, code) =>
  String.fromCodePoint(code),
).filter((sign) => /[^\p{Cn}\p{Co}\p{Cs}]/u.test(sign));
/** Characters of the scripts that are indexed by each character. They are alike, so few of them are asked for in an index. */
const ALIKE = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Tangut}]/u;
/**
 * Letters and symbols that are not kept: the dollar among the marks of ASCII, an apostrophe, fillers, signs for lost
 * characters, and marks that only change the look of a letter.
 */
const NOT_KEPT =
  /[$\u02BC\u037A\u0640\u115F\u1160\u3164\uFC5E-\uFC63\uFCF2-\uFCF4\uFE69\uFE70-\uFE7F\uFF04\uFF9E\uFF9F\uFFA0\uFFFC\uFFFD]/;
const BATCH = 5_000;
/** Searches under way together. The module lets a few hundred wait. */
const AT_ONCE = 100;

const shown = (sign: string): string => `U+${sign.codePointAt(0)?.toString(16).toUpperCase()}`;
/** Length without marks, which the index leaves out. */
const baseLength = (text: string): number => [...text.replace(/\p{M}/gu, '')].length;
/** Signs that stand for several characters. */
const LONGER = ASSIGNED.filter((sign) => baseLength(sign.normalize('NFKC')) > 1);

describe('a character', function () {
  this.timeout(600_000);
  const { openIndex, lastTermOf } = byTheModule();
  let home: string;
  let index: GenerationIndex;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-characters-'));
    index = await openIndex(home, 'new');
  });
  after(async () => {
    await index.close();
    await rm(home, { recursive: true, force: true });
  });

  /** Asks for one message among all: the one with this number. */
  const asking = (n: number, clauses: Pick<IndexQuery, 'must' | 'mustNot'>): IndexQuery => ({
    channels: [channel(1)],
    ...clauses,
    authors: undefined,
    mentions: [],
    has: [],
    sentFromMs: n,
    sentToMs: n + 1,
    order: 'newest',
    limit: 1,
    after: undefined,
    fuzzy: false,
  });
  const finds = async (query: IndexQuery): Promise<boolean> => {
    for (;;) {
      try {
        return (await index.search(query)).hits.length === 1;
      } catch (error) {
        // A busy machine may miss the time limit of a search, and then the search is repeated.
        if (!(error instanceof SearchTooSlow)) throw error;
      }
    }
  };
  const written = async (texts: ReadonlyArray<string>): Promise<number> => {
    const first = Number(index.position()) + 1;
    for (let from = 0; from < texts.length; from += BATCH) {
      const some = texts.slice(from, from + BATCH).map((text, nth) => putMessage(first + from + nth, text));
      const at = index.position();
      await index.apply(some, { from: at, to: at + BigInt(some.length) }, 'soon');
    }
    await index.flush();
    return first;
  };
  /** Answers the characters for which the check fails, with its reason. */
  const failing = async (
    signs: ReadonlyArray<string>,
    check: (sign: string, nth: number) => Promise<string | undefined>,
  ): Promise<ReadonlyArray<string>> => {
    const found: string[] = [];
    for (let from = 0; from < signs.length; from += AT_ONCE) {
      const some = signs.slice(from, from + AT_ONCE);
      const all = await Promise.all(some.map((sign, nth) => check(sign, from + nth)));
      for (const [nth, why] of all.entries()) if (why !== undefined) found.push(`${shown(some[nth] ?? '')} ${why}`);
    }
    return found;
  };
  const word = (text: string): Clause => ({ kind: 'word', text });
  const phrase = (text: string): Clause => ({ kind: 'phrase', text });

  it('is kept in a message exactly when a query can ask for it', async () => {
    const wrong = await failing(ASSIGNED, async (sign) => {
      const kept = lastTermOf(sign) !== undefined;
      const marked = await index.highlight({ must: [word(sign)], fuzzy: false }, [sign, `fore ${sign} hind`]);
      return marked.every((ranges) => ranges.length > 0 === kept) ? undefined : `kept: ${kept}`;
    });
    expect(wrong).to.deep.equal([]);
    const lost = ASSIGNED.filter((sign) => lastTermOf(sign) === undefined && /[\p{L}\p{N}\p{So}\p{Sc}]/u.test(sign));
    expect(lost.filter((sign) => !NOT_KEPT.test(sign)).map(shown)).to.deep.equal([]);
  });

  it('is found beside words and alone, and left out, exactly when a query can ask for it', async () => {
    const signs = ASSIGNED.filter((sign) => !ALIKE.test(sign));
    const beside = await written(signs.map((sign) => `fore ${sign} hind`));
    const alone = await written(signs);
    const wrong = await failing(signs, async (sign, nth) => {
      const kept = lastTermOf(sign) !== undefined;
      const found = (n: number, kind: Clause['kind']) =>
        finds(asking(n + nth, { must: [{ kind, text: sign }], mustNot: [] }));
      if ((await found(beside, 'word')) !== kept) return `beside words, kept: ${kept}`;
      if ((await found(alone, 'word')) !== kept) return `alone, kept: ${kept}`;
      if ((await found(beside, 'phrase')) !== kept) return `in quotes, kept: ${kept}`;
      if ((await found(alone, 'prefix')) !== kept) return `before a star, kept: ${kept}`;
      const stays = await finds(asking(beside + nth, { must: [word('fore')], mustNot: [word(sign)] }));
      return stays === kept ? 'is not left out' : undefined;
    });
    expect(wrong).to.deep.equal([]);
  });

  it('that is neither letter nor digit hides no word beside it', async () => {
    const signs = ASSIGNED.filter(
      (sign) => !/[\p{L}\p{N}\p{M}'_]/u.test(sign.normalize('NFKC')) || LONGER.includes(sign),
    );
    const first = await written(signs.map((sign) => `fore${sign}hind`));
    const wrong = await failing(signs, async (sign, nth) => {
      const found = (text: string) => finds(asking(first + nth, { must: [word(text)], mustNot: [] }));
      if (/\p{L}/u.test(sign) && !sign.normalize('NFKC').includes(' ')) {
        return (await found(`fore${sign.normalize('NFKC')}hind`)) ? undefined : 'is not read as its letters';
      }
      return (await found('forehind')) || ((await found('fore')) && (await found('hind'))) ? undefined : 'hides a word';
    });
    expect(wrong).to.deep.equal([]);
  });

  it('that is invisible, or folds to nothing, does not split a word', async () => {
    const signs = ASSIGNED.filter(
      (sign) =>
        withoutInvisible(sign) === '' || /^(?:\u0640|[\u0300-\u036F]|[\u064B-\u0655])+$/u.test(sign.normalize('NFKD')),
    );
    expect(signs).to.include.members(['\u200B', '\u00AD', '\uFEFF', '\u0640', '\uFE77']);
    const first = await written(signs.map((sign) => `fore${sign}hind`));
    const wrong = await failing(signs, async (_, nth) =>
      (await finds(asking(first + nth, { must: [word('forehind')], mustNot: [] }))) ? undefined : 'splits a word',
    );
    expect(wrong).to.deep.equal([]);
  });

  it('that only changes the look of a letter does not split a word', async () => {
    const signs = ASSIGNED.filter((sign) => /\p{M}/u.test(sign) && lastTermOf(sign) === undefined);
    expect(signs.length).to.be.above(800);
    const first = await written(signs.map((sign) => `fore${sign}hind`));
    const wrong = await failing(signs, async (sign, nth) => {
      const found = (text: string) => finds(asking(first + nth, { must: [word(text)], mustNot: [] }));
      if (await found('fore')) return 'splits a word';
      return (await found(`fore${sign}hind`)) ? undefined : 'hides a word from itself';
    });
    expect(wrong).to.deep.equal([]);
  });

  it('with a longer compatibility form is read as that form', async () => {
    expect(LONGER.length).to.be.above(500);
    const spelled = LONGER.map((sign) => sign.normalize('NFKC'));
    const asSign = await written(LONGER.map((sign) => `fore ${sign} hind`));
    const asForm = await written(spelled.map((form) => `fore ${form} hind`));
    const wrong = await failing(LONGER, async (sign, nth) => {
      const all = [`fore ${sign} hind`, `fore ${spelled[nth]} hind`];
      for (const n of [asSign + nth, asForm + nth])
        for (const text of all)
          if (!(await finds(asking(n, { must: [phrase(text)], mustNot: [] }))))
            return `is another word than ${spelled[nth]}`;
      return undefined;
    });
    expect(wrong).to.deep.equal([]);
  });
});
