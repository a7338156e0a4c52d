import { expect } from 'chai';
import fc from 'fast-check';
import { networksOf } from '#gateway/limits/networks.ts';
import { Lobby } from '#gateway/ws/lobby.ts';

const GRACE_MS = 1_000;
type Silent = { readonly address: string; readonly at: number };

const filled = (arrivals: ReadonlyArray<Silent>): Lobby<Silent> => {
  const lobby = new Lobby<Silent>(GRACE_MS);
  for (const one of arrivals) lobby.enter(one, one.address, one.at);
  return lobby;
};

describe('the lobby', () => {
  it('lets a newcomer displace the oldest socket of the address that holds most', () => {
    const attackers = Array.from({ length: 40 }, (_, n) => ({ address: `203.0.${n % 20}.9`, at: n }));
    const honest = { address: '198.51.100.7', at: -1 };
    const lobby = filled([honest, ...attackers]);
    expect(lobby.displacedBy('192.0.2.1', 40)).to.equal(attackers[0]);
  });

  it('counts a /48 of IPv6 as one network, whatever /64 its sockets come from', () => {
    const attackers = Array.from({ length: 30 }, (_, n) => ({ address: `2001:db8:1:${n.toString(16)}::/64`, at: n }));
    const honest = [1, 2, 3].map((n) => ({ address: `2001:db8:2:${n}::/64`, at: -1 }));
    const lobby = filled([...honest, ...attackers]);
    expect(lobby.displacedBy('2001:db8:2:4::/64', 30)).to.equal(attackers[0]);
  });

  it('lets a newcomer of the heaviest network displace only its own neighbours, the heaviest address first', () => {
    const heavy = Array.from({ length: 10 }, (_, n) => ({ address: '203.0.113.1', at: n }));
    const neighbour = { address: '203.0.113.2', at: -1 };
    const lobby = filled([neighbour, { address: '198.51.100.7', at: -2 }, ...heavy]);
    expect(lobby.displacedBy('203.0.113.3', 10)).to.equal(heavy[0]);
    expect(lobby.displacedBy('203.0.113.1', 10)).to.equal(heavy[0]);
  });

  it('grants every socket its grace when all networks hold the same, as after a restart', () => {
    const crowd = Array.from({ length: 20 }, (_, n) => ({ address: `10.0.${n}.1`, at: n }));
    const lobby = filled(crowd);
    expect(lobby.displacedBy('10.1.0.1', GRACE_MS - 1)).to.equal(undefined);
    expect(lobby.displacedBy('10.1.0.1', GRACE_MS)).to.equal(crowd[0]);
  });

  it('displaces no socket that has spoken', () => {
    const crowd = Array.from({ length: 3 }, (_, n) => ({ address: '203.0.113.1', at: n }));
    const lobby = filled(crowd);
    for (const one of crowd) lobby.leave(one);
    expect(lobby.displacedBy('198.51.100.7', 10 * GRACE_MS)).to.equal(undefined);
  });

  it('takes from no network that holds fewer places than another, whatever arrives in whatever order', () => {
    const address = fc.oneof(
      fc.tuple(fc.nat(3), fc.nat(3)).map(([net, host]) => `203.0.${net}.${host}`),
      fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)).map(([site, home, net]) => `2001:db8:${site}:${home}0${net}::/64`),
    );
    const arrival = fc.record({ address, leaves: fc.boolean(), after: fc.nat(600) });
    const widest = (one: string): string => networksOf(one)[0] ?? one;
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), fc.integer({ min: 1, max: 8 }), (arrivals, room) => {
        const lobby = new Lobby<Silent>(GRACE_MS);
        const inside = new Set<Silent>();
        let now = 0;
        for (const { address: from, leaves, after } of arrivals) {
          now += after;
          const holds = (network: string): number =>
            [...inside].filter((one) => widest(one.address) === network).length;
          if (inside.size >= room) {
            const victim = lobby.displacedBy(from, now);
            if (victim === undefined) continue;
            expect(inside.has(victim)).to.equal(true);
            const network = widest(victim.address);
            const most = Math.max(...[...inside].map((one) => holds(widest(one.address))));
            const ownNeighbour = network === widest(from) && holds(network) + 1 >= most;
            expect(ownNeighbour || holds(network) === most).to.equal(true);
            lobby.leave(victim);
            inside.delete(victim);
          }
          const one = { address: from, at: now };
          lobby.enter(one, from, now);
          inside.add(one);
          if (leaves) {
            lobby.leave(one);
            inside.delete(one);
          }
        }
      }),
    );
  });
});
