/** Parts of the stories about words that try to run code in the page of a reader. */

import type { Browser, Locator } from 'playwright-core';
import { type Visitor, visit } from './browsers.ts';

const AT_ONCE = 8;

export const inTurns = async <A>(all: ReadonlyArray<A>, each: (one: A) => Promise<unknown>): Promise<void> => {
  for (let from = 0; from < all.length; from += AT_ONCE) await Promise.all(all.slice(from, from + AT_ONCE).map(each));
};

const disturb = (root: Element): ReadonlyArray<string> => {
  const strange: string[] = [];
  const safe = ['http:', 'https:', 'mailto:', 'blob:'];
  const neverDrawn = 'script, iframe, object, embed, base, meta, link, style, form[action], template';
  for (const element of root.querySelectorAll('*')) {
    const hasHandler = element.getAttributeNames().some((name) => name.startsWith('on'));
    const leads = ['href', 'src', 'action', 'formaction', 'xlink:href'].some((name) => {
      const value = element.getAttribute(name);
      return value !== null && !safe.includes(new URL(value, location.href).protocol);
    });
    if (element.matches(neverDrawn) || hasHandler || leads)
      strange.push(new XMLSerializer().serializeToString(element).slice(0, 200));
    for (const name of ['pointerenter', 'mouseover', 'mouseenter', 'focus', 'animationstart', 'error', 'load'])
      element.dispatchEvent(new Event(name));
  }
  return strange;
};
/** Does to each element what a reader can do by accident, and lists elements that the client never draws. */
export const disturbed = (root: Locator): Promise<ReadonlyArray<string>> => root.evaluate(disturb);

export type HostileReader = Visitor & {
  /** Signs of code that ran in the page. */
  readonly ran: string[];
};

/** Opens a page in which code that runs is heard of, by its call of `ran` or by a dialog of the browser. */
export const hostileReader = async (browser: Browser, bypassCSP: boolean): Promise<HostileReader> => {
  const ran: string[] = [];
  const reader = await visit(browser, { bypassCSP });
  await reader.page.exposeFunction('ran', (where: unknown) => ran.push(String(where)));
  reader.page.on('dialog', (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  return { ...reader, ran };
};
