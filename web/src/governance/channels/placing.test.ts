import { expect } from 'chai';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import { categoryPlaced, channelPlaced, stepped } from '#web/governance/channels/placing.ts';
import type { ChannelSection } from '#web/store/channel-order.ts';

const id = (name: string) => name as ChannelId;
const channel = (name: string) => ({ channel_id: name, name }) as unknown as Channel;
const section = (category: string | null, ...channels: ReadonlyArray<string>): ChannelSection => ({
  category: category === null ? null : channel(category),
  channels: channels.map(channel),
});
const shown = (sections: ReadonlyArray<ChannelSection>): string =>
  sections.map(({ category, channels }) => `${category?.name ?? ''}:${channels.map(({ name }) => name)}`).join(' ');
const here = [section(null, 'a', 'b'), section('X', 'c'), section('Y')];

describe('the order of channels', () => {
  it('moves a channel within its category and over its edges', () => {
    expect(shown(stepped(here, id('a'), 1))).to.equal(':b,a X:c Y:');
    expect(shown(stepped(here, id('b'), 1))).to.equal(':a X:b,c Y:');
    expect(shown(stepped(here, id('c'), 1))).to.equal(':a,b X: Y:c');
    expect(shown(stepped(here, id('c'), -1))).to.equal(':a,b,c X: Y:');
  });

  it('moves a category with its channels, and never above the channels without one', () => {
    expect(shown(stepped(here, id('X'), 1))).to.equal(':a,b Y: X:c');
    expect(stepped(here, id('X'), -1)).to.equal(here);
    expect(stepped(here, id('Y'), 1)).to.equal(here);
    expect(shown(categoryPlaced(here, id('Y'), 0))).to.equal(':a,b Y: X:c');
  });

  it('leaves the order alone at its ends and for an unknown channel', () => {
    expect(stepped(here, id('a'), -1)).to.equal(here);
    expect(stepped(here, id('nobody'), 1)).to.equal(here);
    expect(channelPlaced(here, id('a'), { categoryId: id('nobody'), at: 0 })).to.equal(here);
  });

  it('puts a channel at the place where it is dropped', () => {
    expect(shown(channelPlaced(here, id('a'), { categoryId: id('X'), at: 1 }))).to.equal(':b X:c,a Y:');
    expect(shown(channelPlaced(here, id('a'), { categoryId: null, at: 1 }))).to.equal(':b,a X:c Y:');
  });
});
