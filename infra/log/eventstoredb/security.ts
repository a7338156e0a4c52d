/** Secures the connections to nodes, as the settings of the URL say. */
import { readFileSync } from 'node:fs';
import { isIP, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, connect as secure } from 'node:tls';
import { CallCredentials, ChannelCredentials } from '@grpc/grpc-js';
import { LogUrlUnfit } from '../event-log.ts';
import type { ServerAddress } from './address.ts';

const fileAt = (path: string | undefined): Buffer | undefined => {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    throw new LogUrlUnfit(
      `a certificate file of the log cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
};

/**
 * Reads the certificates that the URL names. Undefined means connections without TLS.
 * @throws LogUrlUnfit when a file cannot be read, or one of a user's certificate and its key is missing.
 */
export const securityOf = ({ settings }: ServerAddress): SecureContext | undefined => {
  if (settings.tls === false) return undefined;
  if ((settings.userCertFile === undefined) !== (settings.userKeyFile === undefined))
    throw new LogUrlUnfit('the URL of an EventStoreDB must name userCertFile and userKeyFile together');
  const [ca, cert, key] = [settings.tlsCAFile, settings.userCertFile, settings.userKeyFile].map(fileAt);
  return createSecureContext({ ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) });
};

type Parts = Parameters<ChannelCredentials['_createSecureConnector']>;
type Connector = ReturnType<ChannelCredentials['_createSecureConnector']>;

/**
 * Holds the sockets of one channel, and destroys them at its end. gRPC leaves the socket of an unanswered handshake
 * open for as long as the node is silent, and the socket keeps the process alive.
 */
export class HeldSockets extends ChannelCredentials {
  readonly #security: SecureContext | undefined;
  readonly #host: string;
  readonly #sockets = new Set<Socket>();
  #ended = false;

  /** `host` is the name or the IP address that the node's certificate must hold. */
  constructor(security: SecureContext | undefined, host: string) {
    super();
    this.#security = security;
    this.#host = host;
  }

  _isSecure(): boolean {
    return this.#security !== undefined;
  }

  _equals(other: ChannelCredentials): boolean {
    return this === other;
  }

  _createSecureConnector(...[, , callCredentials = CallCredentials.createEmpty()]: Parts): Connector {
    return {
      connect: (socket) => this.#connected(socket),
      waitForReady: () => Promise.resolve(),
      getCallCredentials: () => callCredentials,
      destroy: () => undefined,
    };
  }

  destroy(): void {
    this.#ended = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  async #connected(socket: Socket): ReturnType<Connector['connect']> {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#ended) socket.destroy();
    if (this.#security === undefined) return { socket, secure: false };
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const secured = secure(
      {
        socket,
        secureContext: this.#security,
        host: this.#host,
        // TLS knows no server name that is an IP address.
        ...(isIP(this.#host) === 0 && { servername: this.#host }),
        ALPNProtocols: ['h2'],
      },
      resolve,
    );
    secured.on('error', reject);
    secured.once('close', () => reject(new Error('the connection ended during the handshake')));
    await promise;
    return { socket: secured, secure: true };
  }
}
