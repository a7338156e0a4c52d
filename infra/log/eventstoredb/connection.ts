/** One connection to one node of the cluster. Nothing else shares it, so a new one proves that the node answers now. */
import type { SecureContext } from 'node:tls';
import { EventStoreDBClient } from '@eventstore/db-client';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { Channel, type ChannelCredentials, Metadata } from '@grpc/grpc-js';
import { MIB, SECOND_MS } from '#domain/kernel/units.ts';
import type { NodeAddress, ServerAddress } from './address.ts';
import { HeldSockets, securityOf } from './security.ts';

/** A node of the cluster, as one of the nodes describes it. */
export type Member = NodeAddress & { readonly leads: boolean; readonly alive: boolean };

/** Milliseconds between two keep-alives of gRPC, and of the wait for their answer. The client has the same. */
const KEEP_ALIVE_MS = 10 * SECOND_MS;
/** Bytes of the largest message. A server stores events of up to 16 MiB, which other programs may have written. */
const MESSAGE_BYTES_MAX = 17 * MIB;

/** Client over a given connection. It never looks for another node by itself. */
class ClientOfNode extends EventStoreDBClient {
  constructor(channel: Channel, endpoint: string, secure: boolean, connectionName: string | undefined) {
    super({ endpoint, ...(connectionName !== undefined && { connectionName }) }, { insecure: !secure });
    this.getChannel = () => Promise.resolve(channel);
  }
}

/** Name of a node within its cluster. */
export const nameOf = ({ address, port }: NodeAddress): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

export class Connection {
  readonly node: NodeAddress;
  readonly #channel: Channel;
  readonly #sockets: HeldSockets;
  readonly #connectionName: string | undefined;
  #client: EventStoreDBClient | undefined;

  constructor(node: NodeAddress, security: SecureContext | undefined, { settings }: ServerAddress) {
    this.node = node;
    this.#connectionName = settings.connectionName;
    this.#sockets = new HeldSockets(security, node.certified ?? node.address);
    this.#channel = new Channel(nameOf(node), this.#sockets, {
      'grpc.keepalive_time_ms': settings.keepAliveInterval ?? KEEP_ALIVE_MS,
      'grpc.keepalive_timeout_ms': settings.keepAliveTimeout ?? KEEP_ALIVE_MS,
      'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
      // Channels share connections otherwise, and a new channel would hang on the connection of a silent node.
      'grpc.use_local_subchannel_pool': 1,
    });
  }

  get client(): EventStoreDBClient {
    this.#client ??= new ClientOfNode(
      this.#channel,
      nameOf(this.node),
      this.#sockets._isSecure(),
      this.#connectionName,
    );
    return this.#client;
  }

  /** Asks the node which nodes the cluster has. Rejects when no answer comes within `ms`. */
  members(ms: number): Promise<ReadonlyArray<Member>> {
    const { LEADER } = gossip.MemberInfo.VNodeState;
    const asked = new gossipServices.GossipClient(nameOf(this.node), this.#sockets as ChannelCredentials, {
      channelOverride: this.#channel,
    });
    return new Promise((resolve, reject) => {
      asked.read(new shared.Empty(), new Metadata(), { deadline: Date.now() + ms }, (error, cluster) => {
        if (error !== null) return reject(error);
        const members = cluster.getMembersList().flatMap((member): ReadonlyArray<Member> => {
          const at = member.getHttpEndPoint();
          if (at === undefined) return [];
          const state = { leads: member.getState() === LEADER, alive: member.getIsAlive() };
          return [{ address: at.getAddress(), port: at.getPort(), ...state }];
        });
        resolve(members);
      });
    });
  }

  /** Ends every call on this connection, and the connection with them. */
  close(): void {
    this.#client?.dispose().catch(() => undefined);
    this.#channel.close();
    this.#sockets.destroy();
  }
}

/** Returns the function that connects to nodes of a server. Reads the certificates once. */
export const dialling = (address: ServerAddress): ((node: NodeAddress) => Connection) => {
  const security = securityOf(address);
  return (node) => new Connection(node, security, address);
};
