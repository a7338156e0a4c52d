/**
 * Searches by a scan over every text, without an index. The analysis of the index reads each text, and everything else
 * is compared here.
 */
import type { Clause, TextRange } from '#queries/ports/message-search.ts';
import type { Drawn } from './drawn.ts';
import type { Heard } from './heard.ts';

type Highlight = (
  query: { readonly must: ReadonlyArray<Clause>; readonly fuzzy: boolean },
  texts: ReadonlyArray<string>,
) => Promise<ReadonlyArray<ReadonlyArray<TextRange>>>;

const TEXTS_AT_ONCE = 500;
const CLAUSES_KEPT = 2_000;
/** A text of plain characters. Its words stand as written, except for case and apostrophes. */
const PLAIN = /^[\x20-\x7e\n\t]*$/;
const ANY_RUN = /[a-z0-9]+/g;

/** Returns what is left of a number in groups of three, whose last group stands in every writing of it. */
const inEveryWriting = (run: string): string => (/^\d+$/.test(run) ? run.slice(-3) : run);

/** Returns the longest run of characters that every matching plain text contains. Undefined when any text may match. */
const runOf = ({ text }: Clause): string | undefined => {
  if (!PLAIN.test(text)) return undefined;
  const runs = (text.toLowerCase().match(ANY_RUN) ?? []).map(inEveryWriting);
  // Longer runs are left out, because the analysis cuts long words.
  return runs.filter((run) => run.length <= 32).toSorted((a, b) => b.length - a.length)[0];
};

export const scanning = (heard: Heard, highlight: Highlight) => {
  /**
   * The lower-case texts, with and without apostrophes. Undefined where a word may stand in another form than it is
   * written.
   */
  const lowered = heard.messages.map(({ content }) => {
    if (!PLAIN.test(content)) return undefined;
    const written = content.toLowerCase();
    return written.includes("'") ? `${written} ${written.replaceAll("'", '')}` : written;
  });
  const found = new Map<string, ReadonlySet<number>>();

  const saying = async (clause: Clause): Promise<ReadonlySet<number>> => {
    const key = `${clause.kind} ${clause.text}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const run = runOf(clause);
    const maybe: number[] = [];
    for (const [at, text] of lowered.entries()) {
      if (run === undefined || text === undefined || text.includes(run)) maybe.push(at);
    }
    const says = new Set<number>();
    for (let from = 0; from < maybe.length; from += TEXTS_AT_ONCE) {
      const some = maybe.slice(from, from + TEXTS_AT_ONCE);
      const ranges = await highlight(
        { must: [clause], fuzzy: false },
        some.map((at) => heard.messages[at]?.content ?? ''),
      );
      for (const [nth, marked] of ranges.entries()) if (marked.length > 0) says.add(some[nth] ?? -1);
    }
    if (found.size >= CLAUSES_KEPT) found.clear();
    found.set(key, says);
    return says;
  };

  /** Returns false for a clause of marks alone, which means nothing. */
  const means = async (clause: Clause): Promise<boolean> => {
    const [own] = await highlight({ must: [clause], fuzzy: false }, [clause.text]);
    return own !== undefined && own.length > 0;
  };

  /** Returns the ids of all messages that match a drawn search. */
  return async ({ criteria, authors, channels }: Drawn): Promise<ReadonlySet<string>> => {
    const asked = await Promise.all(criteria.must.map(async (clause) => ((await means(clause)) ? [clause] : [])));
    const must = await Promise.all(asked.flat().map(saying));
    if (must.length === 0 && criteria.must.length > 0) return new Set();
    const mustNot = await Promise.all(criteria.mustNot.map(saying));
    const readable = new Set(channels);
    const by = authors === undefined ? undefined : new Set(authors);
    const matching = new Set<string>();
    for (const [at, message] of heard.messages.entries()) {
      if (!readable.has(message.channelId)) continue;
      if (by !== undefined && !by.has(message.authorId)) continue;
      if (message.sentAtMs < (criteria.sentFromMs ?? Number.NEGATIVE_INFINITY)) continue;
      if (message.sentAtMs >= (criteria.sentToMs ?? Number.POSITIVE_INFINITY)) continue;
      if (!criteria.has.every((one) => message.has.includes(one))) continue;
      if (must.every((says) => says.has(at)) && !mustNot.some((says) => says.has(at))) matching.add(message.messageId);
    }
    return matching;
  };
};
