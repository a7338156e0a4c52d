/** Numbers and counted things in one language. */

import { localeOf } from '#web/words/languages.ts';

/** The forms of a noun by the plural rules of its language. Every language has `other`. */
type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

export const countsIn = (language: string) => {
  const locale = localeOf(language);
  const format = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(language);
  const number = (n: number): string => format.format(n);
  return {
    number,
    /** Answers a count with its noun: `1 reaction`, `2 reactions`. */
    plural: (n: number, forms: Forms): string => `${number(n)} ${forms[rules.select(n)] ?? forms.other}`,
  };
};
