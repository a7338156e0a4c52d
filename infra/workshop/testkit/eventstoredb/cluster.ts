/**
 * A double of a cluster: several nodes with one log, which gossip about each other. A test says which node leads, and
 * lets nodes fall silent and wake up. Nothing happens by itself: no node notices the silence of another one before the
 * test holds an election.
 *
 * Replication takes no time here, so a test proves nothing about events that a leader had not yet replicated.
 */
import { freePort } from '../free-port.ts';
import { closedOnce } from '../left-open.ts';
import { Front } from './front.ts';
import { Heart, HOST } from './heart.ts';
import { Records } from './records.ts';
import { type GossipMember, type Secured, serve, urlOf } from './serve.ts';

/** Ways in which a node falls silent. `never answers` holds for open and for new connections, also while TLS begins. */
export const SILENCES = ['never answers', 'accepts no connection', 'answers gossip and nothing else'] as const;
export type Silence = (typeof SILENCES)[number];

export type ClusterNode = {
  readonly port: number;
  readonly fallSilent: (way: Silence) => Promise<void>;
  /** Ends a silence. The node believes that the leader is the same as before, until the next election. */
  readonly wake: () => Promise<void>;
  /** Loses the open connections without a word, as a router does that forgets them. New ones are served. */
  readonly loseConnections: () => void;
  /** Questions for gossip that this node has answered so far. */
  readonly gossips: () => number;
  readonly appends: () => number;
  readonly reads: () => number;
  readonly subscriptions: () => number;
  /** Decides the outcome of every append at this node from now on. */
  readonly decide: (fate: Heart['fate']) => void;
};

export type Cluster = {
  /** Returns the `esdb:` URL that names all nodes, with the log of that name. */
  readonly url: (log?: string) => string;
  readonly records: Records;
  readonly nodes: ReadonlyArray<ClusterNode>;
  readonly leader: () => ClusterNode;
  readonly followers: () => ReadonlyArray<ClusterNode>;
  /**
   * Makes a node the leader, or takes the leader away. Each node that the others reach learns it, and learns which nodes
   * are away.
   */
  readonly elect: (leader: ClusterNode | undefined) => void;
  readonly close: () => Promise<void>;
};

/** A node's view of its cluster. */
type View = { readonly leads: number | undefined; readonly away: ReadonlySet<number> };

class Member {
  readonly port: number;
  readonly heart: Heart;
  readonly front: Front;
  readonly stop: () => void;
  view: View;
  silence: Silence | undefined;
  gossips = 0;

  private constructor(port: number, heart: Heart, front: Front, stop: () => void, view: View) {
    this.port = port;
    this.heart = heart;
    this.front = front;
    this.stop = stop;
    this.view = view;
  }

  static async begin(
    ports: ReadonlyArray<number>,
    port: number,
    records: Records,
    view: View,
    secured: Secured | undefined,
  ): Promise<Member> {
    const behind = await freePort();
    const heart = new Heart(records, () => (member.view.leads === port ? undefined : member.view.leads));
    const gossip = (): ReadonlyArray<GossipMember> => {
      member.gossips += 1;
      const { leads, away } = member.view;
      const host = secured === undefined ? HOST : 'localhost';
      return ports.map((each) => ({ host, port: each, leads: each === leads, alive: !away.has(each) }));
    };
    const server = await serve(heart, behind, secured, gossip);
    const front = new Front(HOST, port, behind);
    const member: Member = new Member(port, heart, front, () => server.forceShutdown(), view);
    await front.become('passing');
    return member;
  }

  get unreachable(): boolean {
    return this.silence !== undefined && this.silence !== 'answers gossip and nothing else';
  }

  async become(silence: Silence | undefined): Promise<void> {
    this.silence = silence;
    this.heart.mute = silence === 'answers gossip and nothing else';
    await this.front.become(
      silence === 'never answers' ? 'stopped' : silence === 'accepts no connection' ? 'unreachable' : 'passing',
    );
  }

  async close(): Promise<void> {
    this.stop();
    await this.front.close();
  }
}

const nodeOf = (member: Member): ClusterNode => ({
  port: member.port,
  fallSilent: (way) => member.become(way),
  wake: () => member.become(undefined),
  loseConnections: () => member.front.lose(),
  gossips: () => member.gossips,
  appends: () => member.heart.appends,
  reads: () => member.heart.reads,
  subscriptions: () => member.heart.subscriptions,
  decide: (fate) => {
    member.heart.fate = fate;
  },
});

export const openCluster = async (size: number, secured?: Secured): Promise<Cluster> => {
  const records = new Records();
  const ports: number[] = [];
  while (ports.length < size) {
    const port = await freePort();
    if (!ports.includes(port)) ports.push(port);
  }
  const first: View = { leads: ports[0], away: new Set() };
  const members = await Promise.all(ports.map((port) => Member.begin(ports, port, records, first, secured)));
  const nodes = members.map(nodeOf);
  let leads = ports[0];
  return {
    url: urlOf(ports, secured),
    records,
    nodes,
    leader: () => {
      const leader = nodes.find(({ port }) => port === leads);
      if (leader === undefined) throw new Error('no node leads');
      return leader;
    },
    followers: () => nodes.filter(({ port }) => port !== leads),
    elect: (leader) => {
      leads = leader?.port;
      const away = new Set(members.filter(({ unreachable }) => unreachable).map(({ port }) => port));
      for (const member of members) if (!member.unreachable) member.view = { leads, away };
    },
    close: closedOnce(async () => {
      await Promise.all(members.map((member) => member.close()));
    }),
  };
};
