import { expect } from 'chai';
import { stagedPlatform } from '#infra/workshop/testkit/staged-platform.ts';
import { leftBehind } from '#web/client/left-behind.ts';

describe('the texts on a device', () => {
  it('go with a log-out, and the theme and the language of the device stay', () => {
    const { platform, kept } = stagedPlatform(() => new Response());
    const texts = leftBehind(platform);
    texts.belongTo('ada');
    for (const key of ['draft.1', 'last.2', 'theme', 'language']) platform.keepsakes.write(key, 'mine');
    texts.afterEnd('logged-out');
    expect([...kept.keys()].sort()).to.deep.equal(['language', 'theme']);
  });
});
