import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { serveComponents } from '#infra/workshop/pictures/components-page.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { everyFinding, type Visitor, visit } from './browsers.ts';

const THEMES = ['Dark', 'Light', 'High contrast'] as const;

const active = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '';
  });

const boxOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not shown`);
  return box;
};

describe('the components', function () {
  this.timeout(90_000);
  let gallery: Awaited<ReturnType<typeof serveComponents>>;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  before(async () => {
    gallery = await serveComponents();
    browser = await launchChromium();
    visitor = await visit(browser);
    page = visitor.page;
  });
  after(async () => {
    await browser?.close();
    await gallery?.stop();
  });
  beforeEach(async () => {
    await page.goto(gallery.url);
    await page.getByRole('heading', { name: 'Components', exact: true }).waitFor();
  });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const lastChoice = (text: string) => page.getByText(`Last choice: ${text}`).waitFor();

  for (const theme of THEMES) {
    it(`have no accessibility finding in the theme ${theme}`, async () => {
      await button(theme).click();
      expect(await everyFinding(page), 'the page').to.deep.equal([]);
      await button('Submit').click();
      expect(await everyFinding(page), 'a form with faults').to.deep.equal([]);
      await button('Bad toast').click();
      await button('Good toast').click();
      await button('Try again').waitFor();
      expect(await everyFinding(page), 'toasts').to.deep.equal([]);
      await button('A menu').click();
      await page.getByRole('menu').waitFor();
      expect(await everyFinding(page), 'a menu').to.deep.equal([]);
      await page.keyboard.press('Escape');
      await button('A popover').click();
      await page.getByRole('dialog', { name: 'A popover' }).waitFor();
      expect(await everyFinding(page), 'a popover').to.deep.equal([]);
      await page.keyboard.press('Escape');
      await button('Dialog with a field').click();
      await page.getByRole('dialog', { name: 'Rename channel' }).waitFor();
      expect(await everyFinding(page), 'a dialog').to.deep.equal([]);
    });
  }

  it('keep the theme that was chosen over a reload', async () => {
    await button('Light').click();
    await page.reload();
    await page.locator('html[data-theme="light"]').waitFor();
    await button('Like the system').click();
    await page.locator('html:not([data-theme])').waitFor();
  });

  it('open a dialog on its field, or on its main action, and never on the close button', async () => {
    await button('Dialog with a field').click();
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).to.equal('INPUT');
    await page.keyboard.press('Escape');
    await button('Dialog with a question').click();
    await page.getByRole('dialog').waitFor();
    expect(await active(page)).to.equal('Delete');
    await page.keyboard.press('Enter');
    await lastChoice('the message is deleted');
  });

  it('show all faults of a form at once, beside their fields, and go to the first', async () => {
    await button('Submit').click();
    await page.getByText('Name: fill in this field.').waitFor();
    await page.getByText('Secret: fill in this field.').waitFor();
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    expect(await name.evaluate((field) => field === document.activeElement)).to.equal(true);
    const described = await name.evaluate(
      (field) => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent,
    );
    expect(described).to.include('fill in this field').and.to.include('2 to 32 letters');
    await name.fill('ada');
    await button('Submit').click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).to.equal('password');
  });

  it('open the same menu by a button, a right click, a key and a long press', async () => {
    const area = button('An area with a menu');
    const items = () => page.getByRole('menuitem').allInnerTexts();
    await button('A menu').press('Enter');
    const byButton = await items();
    await page.keyboard.press('Escape');
    expect(await active(page)).to.equal('A menu');
    await area.click({ button: 'right' });
    expect(await items()).to.deep.equal(byButton);
    await page.keyboard.press('Escape');
    await area.focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menu').waitFor();
    expect(await items()).to.deep.equal(byButton);
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    expect(await active(page)).to.equal('An area with a menu');
    const finger = await visit(browser, { hasTouch: true });
    await finger.page.goto(gallery.url);
    const target = finger.page.getByRole('button', { name: 'An area with a menu' });
    await target.scrollIntoViewIfNeeded();
    await target.dispatchEvent('pointerdown', { pointerType: 'touch', isPrimary: true, clientX: 40, clientY: 40 });
    await finger.page.getByRole('menu').waitFor();
    expect(await finger.page.getByRole('menuitem').allInnerTexts()).to.deep.equal(byButton);
    await finger.leave();
  });

  it('show why an item of a menu cannot be chosen, and do not choose it', async () => {
    await button('A menu').click();
    const item = page.getByRole('menuitem', { name: /^Edit/ });
    await item.getByText('Only the author may edit').waitFor();
    await item.click({ force: true });
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('d');
    await page.keyboard.press('Enter');
    await lastChoice('deleted');
  });

  it('show a tooltip to a walking keyboard, and not when the focus returns by itself', async () => {
    await button('A popover').focus();
    await page.keyboard.press('Shift+Tab');
    await page.locator('.tip:popover-open', { hasText: 'A menu' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    expect(await active(page)).to.equal('A menu');
    expect(await page.locator('.tip:popover-open').count()).to.equal(0);
  });

  it('keep a tooltip inside the window', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const name of ['Search', 'Delete']) {
      await button(name).hover();
      await page.locator('.tip:popover-open', { hasText: name }).waitFor();
      const { x, width } = await boxOf(page, '.tip');
      expect(x).to.be.at.least(0);
      expect(x + width).to.be.at.most(390);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('dismiss a toast, and run its action once', async () => {
    await button('Plain toast').click();
    await button('Dismiss').click();
    await page.locator('.toast').waitFor({ state: 'detached' });
    await button('Bad toast').click();
    await page.getByRole('alert').getByText('Your reaction was not saved').waitFor();
    await button('Try again').click();
    await lastChoice('tried again');
    await page.locator('.toast').waitFor({ state: 'detached' });
  });

  it('break no policy of the page and throw no error', () => {
    expect(visitor.faults).to.deep.equal([]);
  });
});
