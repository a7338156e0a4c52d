import { expect } from 'chai';
import type { Keepsakes } from '#web/platform/platform.ts';
import { changeKeys } from '#web/shortcuts/change-keys.ts';
import { chordOf, type PressedChord, shownChord } from '#web/shortcuts/chord.ts';
import { refusalOf } from '#web/shortcuts/refused.ts';
import { SHORTCUT_NAMES, SHORTCUTS } from '#web/shortcuts/shortcut-table.ts';
import { shortcutsIn } from '#web/shortcuts/shortcuts.ts';

const press = (key: string, held: Partial<PressedChord> = {}): PressedChord => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const ctrl = { ctrlKey: true };

const keepsakes = (): Keepsakes => {
  const kept = new Map<string, string>();
  return {
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
    keys: () => [...kept.keys()],
    clear: () => kept.clear(),
  };
};

/** Shortcuts with the acts that change them. */
const changing = (kept: Keepsakes, mac: boolean) => {
  const shortcuts = shortcutsIn(kept, mac);
  return { ...shortcuts, ...changeKeys(shortcuts) };
};

describe('a chord', () => {
  it('is read from the keys that are held', () => {
    expect(chordOf(press('k', ctrl), false)).to.equal('Mod+k');
    expect(chordOf(press('K', { ...ctrl, shiftKey: true }), false)).to.equal('Mod+Shift+k');
    expect(chordOf(press('ArrowUp', { altKey: true }), false)).to.equal('Alt+ArrowUp');
    expect(chordOf(press('/', ctrl), false), 'a sign without Shift').to.equal('Mod+/');
    expect(chordOf(press('/', { ...ctrl, shiftKey: true }), false), 'the same sign with Shift').to.equal('Mod+/');
    expect(chordOf(press('Control', ctrl), false)).to.equal(null);
  });

  it('is the command key on a Mac, where Ctrl edits text', () => {
    expect(chordOf(press('k', { metaKey: true }), true)).to.equal('Mod+k');
    expect(chordOf(press('k', ctrl), true)).to.equal('Ctrl+k');
    expect(shownChord('Mod+Alt+ArrowUp', true, {})).to.equal('⌘⌥↑');
    expect(shownChord('Mod+Alt+ArrowUp', false, { Mod: 'Strg' })).to.equal('Strg Alt ↑');
  });

  it('has the letter of the same place on a keyboard for another script', () => {
    expect(chordOf(press('л', { ...ctrl, code: 'KeyK' }), false)).to.equal('Mod+k');
  });
});

describe('the shortcuts', () => {
  it('have keys of their own, which no browser keeps to itself', () => {
    expect(new Set(Object.values(SHORTCUTS)).size).to.equal(SHORTCUT_NAMES.length);
    for (const chord of Object.values(SHORTCUTS)) expect(refusalOf(chord), chord).to.equal(null);
  });

  it('run the handler that was bound last, and leave a key that no handler takes', () => {
    const shortcuts = changing(keepsakes(), false);
    const ran: string[] = [];
    expect(shortcuts.run(press('k', ctrl))).to.equal(false);
    shortcuts.bind('palette', () => void ran.push('below'));
    const unbind = shortcuts.bind('palette', () => {
      ran.push('above');
      return false;
    });
    expect(shortcuts.run(press('k', ctrl))).to.equal(true);
    unbind();
    expect(shortcuts.run(press('k', ctrl))).to.equal(true);
    expect(ran).to.deep.equal(['above', 'below', 'below']);
  });

  it('keep a change over a reload, and forget it when it is restored', () => {
    const kept = keepsakes();
    const before = changing(kept, false);
    expect(before.change('palette', 'Mod+p')).to.equal(null);
    before.switchOff('search');
    const after = changing(kept, false);
    expect([after.chord('palette'), after.chord('search'), after.chord('help')]).to.deep.equal([
      'Mod+p',
      null,
      'Mod+/',
    ]);
    const opened: string[] = [];
    for (const name of ['palette', 'search'] as const) after.bind(name, () => void opened.push(name));
    expect([press('k', ctrl), press('f', ctrl), press('p', ctrl)].map(after.run)).to.deep.equal([false, false, true]);
    expect(opened).to.deep.equal(['palette']);
    after.restoreAll();
    expect(changing(kept, false).chord('palette')).to.equal('Mod+k');
    expect(kept.read('shortcuts')).to.equal(null);
  });

  it('refuse keys that a browser, a text or a field needs, and say which', () => {
    const shortcuts = changing(keepsakes(), false);
    expect(['Mod+t', 'Mod+c', 'x', 'Shift+x', 'Enter'].map((chord) => shortcuts.change('help', chord))).to.deep.equal([
      'browser',
      'editing',
      'plain',
      'plain',
      'plain',
    ]);
    expect(shortcuts.change('help', 'F1')).to.equal(null);
    expect(shortcuts.chord('help')).to.equal('F1');
  });

  it('flag two that have the same keys', () => {
    const shortcuts = changing(keepsakes(), false);
    shortcuts.change('help', 'Mod+k');
    expect(shortcuts.conflicts('help')).to.deep.equal(['palette']);
    expect(shortcuts.conflicts('palette')).to.deep.equal(['help']);
    shortcuts.switchOff('palette');
    expect(shortcuts.conflicts('help')).to.deep.equal([]);
  });

  it('ignore what another version of the client kept', () => {
    const kept = keepsakes();
    for (const text of ['{', '[]', 'null', '{"palette":7,"nothing":"Mod+j","help":"Mod+t"}']) {
      kept.write('shortcuts', text);
      const shortcuts = changing(kept, false);
      expect([shortcuts.chord('palette'), shortcuts.chord('help')], text).to.deep.equal(['Mod+k', 'Mod+/']);
    }
  });
});
