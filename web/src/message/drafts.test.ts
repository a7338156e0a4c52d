import { expect } from 'chai';
import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { channelId } from '#infra/workshop/testkit/client-world.ts';
import { drafts as draftsIn } from '#web/message/drafts.ts';
import type { Keepsakes } from '#web/platform/platform.ts';

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

describe('a draft', () => {
  const here = channelId(1);

  it('is kept for its channel and removed when it is empty', () => {
    const drafts = draftsIn(keepsakes());
    drafts.write(here, 'half a thought');
    expect([drafts.read(here), drafts.read(channelId(2))]).to.deep.equal(['half a thought', '']);
    expect(drafts.any()).to.equal(true);
    drafts.write(here, '');
    expect(drafts.read(here)).to.equal('');
    expect(drafts.any()).to.equal(false);
  });

  it('is kept whole when it is too long to be sent', () => {
    const drafts = draftsIn(keepsakes());
    const pasted = 'x'.repeat(10 * MESSAGE_CHARS_MAX);
    drafts.write(here, 'before');
    drafts.write(here, pasted);
    expect(drafts.read(here)).to.equal(pasted);
  });
});
