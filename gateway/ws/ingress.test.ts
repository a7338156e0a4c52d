import { expect } from 'chai';
import { admitFrame, freshIngress, type Ingress } from '#gateway/ws/ingress.ts';

const RATE = { frames: 20, withinMs: 10_000 };

describe('the ingress rate', () => {
  const admitted = (from: Ingress, at: number, tries: number): readonly [number, Ingress] => {
    let ingress = from;
    for (let n = 0; n < tries; n += 1) {
      const next = admitFrame(RATE)(ingress, at);
      if (next === undefined) return [n, ingress];
      ingress = next;
    }
    return [tries, ingress];
  };
  it('lets a burst through and then no more', () => {
    expect(admitted(freshIngress(RATE, 0), 0, 100)[0]).to.equal(20);
  });
  it('fills up over time, up to its size', () => {
    const [, empty] = admitted(freshIngress(RATE, 0), 0, 100);
    expect(admitted(empty, 499, 100)[0]).to.equal(0);
    expect(admitted(empty, 1_000, 100)[0]).to.equal(2);
    expect(admitted(empty, 1_000_000, 100)[0]).to.equal(20);
  });
  it('does not fill up when the clock goes back', () => {
    const [, empty] = admitted(freshIngress(RATE, 5_000), 5_000, 100);
    expect(admitted(empty, 0, 100)[0]).to.equal(0);
  });
});
