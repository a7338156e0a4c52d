/** Finds texts that their place cuts off, and places that scroll sideways, on the page as it is drawn now. */

import type { Page } from 'playwright-core';
import { animationsOver } from './browsers.ts';

/** Answers each text that is cut off, with the class of the element that holds it. A short name is never cut off. */
export const cutOff = async (page: Page): Promise<ReadonlyArray<string>> => {
  await animationsOver(page);
  return page.evaluate(() => {
    /** Pixels by which a text may stand out, because widths are rounded. */
    const ROUNDED = 1;
    /** Elements whose edge a text must not cross, although they do not clip it. */
    const FRAMES = 'button, .chip, .tag, [role=option], [role=menuitem], .entry-card, dialog, [popover], td, th';
    const found = new Set<string>();
    const named = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} in .${element.parentElement?.className ?? ''}`;
    const isClip = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
    const isScroll = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
    const seen = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('.spoken, .skip, option') === null;

    const faultOf = (holder: Element, rect: DOMRect): string | undefined => {
      const frame = holder.closest(FRAMES)?.getBoundingClientRect();
      if (frame !== undefined && (rect.right > frame.right + ROUNDED || rect.left < frame.left - ROUNDED))
        return 'stands out of its frame';
      let scrolled = false;
      for (let box: Element | null = holder; box !== null && !scrolled; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box);
        const edge = box.getBoundingClientRect();
        scrolled = isScroll(overflowY);
        if (isClip(overflowX) && (rect.right > edge.right + ROUNDED || rect.left < edge.left - ROUNDED))
          return 'is cut off at a side';
        const cut = Math.min(rect.bottom, edge.bottom) - Math.max(rect.top, edge.top) < rect.height / 2;
        if (isClip(overflowY) && !scrolled && cut) return 'is cut off above or below';
      }
      return rect.right > innerWidth + ROUNDED || rect.left < -ROUNDED ? 'is outside the window' : undefined;
    };

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (holder === null || (node.textContent ?? '').trim() === '' || !seen(holder)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        if (rect.width <= ROUNDED) continue;
        const fault = faultOf(holder, rect);
        if (fault !== undefined) found.add(`“${node.textContent?.trim().slice(0, 60)}” ${fault}: ${named(holder)}`);
      }
    }
    const pen = document.createElement('canvas').getContext('2d');
    for (const field of document.querySelectorAll<HTMLInputElement>('input[placeholder]')) {
      if (pen === null || !seen(field) || field.value !== '') continue;
      const style = getComputedStyle(field);
      pen.font = style.font;
      const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      if (pen.measureText(field.placeholder).width > room + ROUNDED)
        found.add(`“${field.placeholder}” is cut off at a side: ${named(field)}`);
    }
    for (const box of [document.documentElement, ...document.querySelectorAll('body *')]) {
      const { overflowX } = getComputedStyle(box);
      const sideways = box === document.documentElement || isScroll(overflowX);
      if (sideways && box.scrollWidth > box.clientWidth + ROUNDED && !box.matches('input, textarea') && seen(box))
        found.add(`${named(box)} scrolls sideways by ${box.scrollWidth - box.clientWidth}`);
    }
    return [...found];
  });
};
