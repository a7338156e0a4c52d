/** Serves the calls of one node of the double over a real socket, with the client's own generated services. */
import { setTimeout as sleep } from 'node:timers/promises';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsServices, { type IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type Metadata, Server, ServerCredentials, type ServiceError, type sendUnaryData, status } from '@grpc/grpc-js';
import { nameOf } from './answers.ts';
import type { SelfSigned } from './certificate.ts';
import { failure, type Heart, HOST } from './heart.ts';

/** A double with TLS and one user. Without it every user is served over a plain connection. */
export type Secured = SelfSigned & {
  /** Path of the certificate for clients. */
  readonly certificateFile: string;
  readonly username: string;
  readonly password: string;
};

/** Returns the function that gives the `esdb:` URL of a log on these nodes. */
export const urlOf = (ports: ReadonlyArray<number>, secured: Secured | undefined) => {
  const at = (host: string): string => ports.map((port) => `${host}:${port}`).join(',');
  const place =
    secured === undefined
      ? `esdb://${at(HOST)}?tls=false`
      : `esdb://${secured.username}:${encodeURIComponent(secured.password)}@${at('localhost')}?tls=true&tlsCAFile=${secured.certificateFile}`;
  return (log?: string): string => `${place}${log === undefined ? '' : `#${log}`}`;
};

const BIND_AGAIN_MS = 20;

/** Returns the refusal of a call, or undefined when the call is allowed. */
const notAllowed = (metadata: Metadata, secured: Secured | undefined): ServiceError | undefined => {
  if (secured === undefined) return undefined;
  const { username, password } = secured;
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return metadata.get('authorization')[0] === basic ? undefined : failure(status.UNAUTHENTICATED, 'Unauthenticated');
};

const keysOf = (secured: Secured | undefined): ServerCredentials => {
  if (secured === undefined) return ServerCredentials.createInsecure();
  const [key, certificate] = [Buffer.from(secured.key), Buffer.from(secured.certificate)];
  return ServerCredentials.createSsl(null, [{ private_key: key, cert_chain: certificate }]);
};

/** A node of the cluster as another one describes it in its gossip. */
export type GossipMember = {
  readonly host: string;
  readonly port: number;
  readonly leads: boolean;
  readonly alive: boolean;
};

/** Gossip of a node that is a cluster by itself. */
export const alone = (port: number) => (): ReadonlyArray<GossipMember> => [
  { host: HOST, port, leads: true, alive: true },
];

const memberOf = ({ host, port, leads, alive }: GossipMember): InstanceType<typeof gossip.MemberInfo> => {
  const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
  const endPoint = new gossip.EndPoint();
  endPoint.setAddress(host);
  endPoint.setPort(port);
  const member = new gossip.MemberInfo();
  member.setState(leads ? LEADER : FOLLOWER);
  member.setIsAlive(alive);
  member.setHttpEndPoint(endPoint);
  return member;
};

/** Serves a node at a port. `gossips` returns its view of the cluster at each question. */
export const serve = async (
  heart: Heart,
  port: number,
  secured: Secured | undefined,
  gossips: () => ReadonlyArray<GossipMember>,
): Promise<Server> => {
  const server = new Server();
  const service: Pick<IStreamsServer, 'read' | 'append' | 'delete'> = {
    append: (call, answer) => {
      heart.peers.add(call.getPeer());
      const refused = notAllowed(call.metadata, secured);
      if (refused !== undefined) return answer(refused);
      heart.append(call, answer).catch((error: Error) => answer(failure(status.INTERNAL, error.message)));
    },
    delete: (call, answer) => {
      const refused = notAllowed(call.metadata, secured);
      if (refused !== undefined) return answer(refused);
      heart.records.delete(nameOf(call.request.getOptions()?.getStreamIdentifier()));
      const done = new streams.DeleteResp();
      done.setNoPosition(new shared.Empty());
      answer(null, done);
    },
    read: (call) => {
      heart.peers.add(call.getPeer());
      const refused = notAllowed(call.metadata, secured);
      if (refused !== undefined) return void call.emit('error', refused);
      heart.read(call).catch((error: Error) => call.emit('error', failure(status.INTERNAL, error.message)));
    },
  };
  server.addService(streamsServices.StreamsService, { ...service });
  server.addService(gossipServices.GossipService, {
    read: (_call: unknown, answer: sendUnaryData<InstanceType<typeof gossip.ClusterInfo>>) => {
      const cluster = new gossip.ClusterInfo();
      cluster.setMembersList(gossips().map(memberOf));
      answer(null, cluster);
    },
  });
  for (;;) {
    try {
      await new Promise<void>((resolve, reject) =>
        server.bindAsync(`${HOST}:${port}`, keysOf(secured), (error) => (error === null ? resolve() : reject(error))),
      );
      return server;
    } catch {
      // The system releases a port a moment after its last connection.
      await sleep(BIND_AGAIN_MS);
    }
  }
};
