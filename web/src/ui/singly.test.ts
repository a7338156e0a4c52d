import { expect } from 'chai';
import { singly } from '#web/ui/singly.ts';

const press = (detail: number): MouseEvent => ({ detail }) as MouseEvent;

describe('an act at single presses', () => {
  it('runs once for both presses of a double click', async () => {
    const done: string[] = [];
    const act = singly(async (about: string) => void done.push(about));
    act(press(1), 'first row');
    await Promise.resolve();
    act(press(2), 'next row');
    expect(done).to.deep.equal(['first row']);
  });
  it('runs again at a later press, and from the keyboard', async () => {
    const done: string[] = [];
    const act = singly(async (about: string) => void done.push(about));
    act(press(1), 'mouse');
    await Promise.resolve();
    await Promise.resolve();
    act(press(0), 'keyboard');
    expect(done).to.deep.equal(['mouse', 'keyboard']);
  });
  it('does not run beside itself', () => {
    let begun = 0;
    const act = singly(() => {
      begun += 1;
      return new Promise<void>(() => undefined);
    });
    act(press(1), undefined);
    act(press(1), undefined);
    expect(begun).to.equal(1);
  });
});
