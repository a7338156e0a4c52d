/**
 * Says a trouble in the language of the user, by its stable code. The sentences are loaded with the first trouble, so
 * that the first load stays small.
 */

import { createSignal } from 'solid-js';
import type { Trouble } from '#web/store/state.ts';
import type { problems as english } from '#web/words/en-problems.ts';
import { type Language, PSEUDO } from '#web/words/languages.ts';
import { language, words } from '#web/words/words.ts';

/** A sentence about each problem. A language that lacks one does not compile. */
export type ProblemWords = Readonly<Record<keyof typeof english, string | ((trouble: Trouble) => string)>>;
type Loaded = { readonly language: Language; readonly problems: Partial<ProblemWords> };

const [loaded, setLoaded] = createSignal<Loaded | null>(null);
let loading: { readonly language: Language; readonly done: Promise<Loaded> } | null = null;

const catalogue = async (wanted: Language): Promise<ProblemWords> => {
  if (wanted === 'de') return (await import('#web/words/de-problems.ts')).problems;
  const { problems } = await import('#web/words/en-problems.ts');
  return wanted === PSEUDO ? (await import('#web/words/pseudo-text.ts')).pseudoOf(problems) : problems;
};

const load = async (wanted: Language): Promise<Loaded> => {
  const problems: Partial<ProblemWords> = await catalogue(wanted).catch(() => ({}));
  const done = { language: wanted, problems };
  setLoaded(done);
  return done;
};

/** Loads the sentences of the present language. Without them each trouble is said in the words of the server. */
export const loadProblems = (): Promise<Loaded> => {
  const wanted = language();
  const now = loaded();
  if (now?.language === wanted) return Promise.resolve(now);
  if (loading?.language !== wanted) loading = { language: wanted, done: load(wanted) };
  return loading.done;
};

const sentence = (trouble: Trouble, problems: Partial<ProblemWords>): string => {
  // No file can be loaded while the server is away, so this sentence comes with the first load.
  if (trouble.code === 'unreachable') return words.entry.unreachable;
  const said = Object.hasOwn(problems, trouble.code) ? problems[trouble.code as keyof ProblemWords] : undefined;
  return typeof said === 'function' ? said(trouble) : (said ?? trouble.detail);
};

/** Answers the sentence about a trouble, or the server's own for an unknown code. Empty while the sentences load. */
export const problemText = (trouble: Trouble): string => {
  const now = loaded();
  if (trouble.code === 'unreachable' || now?.language === language()) return sentence(trouble, now?.problems ?? {});
  void loadProblems();
  return '';
};

/** Answers the sentence about a trouble once the sentences are loaded, for a text that is shown once. */
export const problemSaid = async (trouble: Trouble): Promise<string> =>
  sentence(trouble, trouble.code === 'unreachable' ? {} : (await loadProblems()).problems);
