/**
 * People at several gateways: one who repeats each message until it is acknowledged, and one who receives all of them.
 */
import { ulid } from 'ulid';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { meansAgainLater } from '#gateway/protocol/again-later.ts';
import { type Client, client } from '#infra/workshop/testkit/gateway-client.ts';

/** URLs of gateways, asked in turn: `http:`, without a slash at the end. */
type Doors = ReadonlyArray<string>;

/** Frames sent on one connection before another is opened. A connection accepts 20 in a row. */
const FRAMES_A_CONNECTION = 12;

const connect = (door: string): Promise<Client | undefined> =>
  client(`${door.replace('http', 'ws')}/gateway/ws`, { origin: door }).catch(() => undefined);

/** Connects and identifies. Undefined when the connection ended before. */
const identified = async (door: string, token: string): Promise<Client | undefined> => {
  const mouth = await connect(door);
  mouth?.say({ t: 'identify', d: { access_token: token } });
  return mouth?.hears('ready').then(
    () => mouth,
    () => undefined,
  );
};

/**
 * Sends a message and returns its id. Undefined when it must be sent again over another connection.
 * @throws when the message is refused for good.
 */
const attempt = async (
  mouth: Client,
  channelId: ChannelId,
  content: string,
  nonce: string,
): Promise<string | undefined> => {
  mouth.say({ t: 'message_create', d: { channel_id: channelId, content, nonce } });
  const answers = [
    mouth.hears('message_ack', (d) => d.nonce === nonce),
    mouth.hears('error', ({ ref }) => ref === nonce),
  ] as const;
  // Both promises reject when the connection ends.
  const answered = await Promise.any(answers).catch(() => undefined);
  if (answered === undefined || 'message_id' in answered) return answered?.message_id;
  if (!meansAgainLater(answered.code)) throw new Error(`${content} was refused: ${answered.code}`);
  return undefined;
};

/** Sends each text until it is acknowledged, always under the same nonce, at one gateway or another. */
export const speak = async (
  doors: Doors,
  token: string,
  channelId: ChannelId,
  texts: Iterable<string>,
  acknowledged: (messageId: string, content: string) => void,
): Promise<void> => {
  let turn = 0;
  let left = 0;
  let mouth: Client | undefined;
  const speaking = async (): Promise<Client> => {
    if (mouth !== undefined && left > 0) return mouth;
    mouth?.close();
    for (mouth = undefined; mouth === undefined; turn += 1)
      mouth = await identified(doors[turn % doors.length] ?? '', token);
    left = FRAMES_A_CONNECTION;
    return mouth;
  };
  for (const content of texts) {
    const nonce = ulid();
    for (let id: string | undefined; id === undefined; ) {
      id = await attempt(await speaking(), channelId, content, nonce);
      left = id === undefined ? 0 : left - 1;
      if (id !== undefined) acknowledged(id, content);
    }
  }
  mouth?.close();
};

export type Listener = {
  /** Ids of the messages that were received, each as often as it was received. */
  readonly told: () => ReadonlyArray<string>;
  readonly hears: (content: string) => boolean;
  readonly leave: () => Promise<void>;
};

/** Follows one channel. When it is cut off, it resumes at one gateway or another with its last resume token. */
export const listenOn = async (doors: Doors, token: string, channelId: ChannelId): Promise<Listener> => {
  const all: Client[] = [];
  let leaving = false;
  const first = await identified(doors[0] ?? '', token);
  if (first === undefined) throw new Error('no gateway can be reached');
  first.say({ t: 'subscribe', d: { channel_id: channelId } });
  await first.hears('subscribed');
  all.push(first);

  const resumeToken = (): string => {
    const tokens = all.flatMap(({ heard }) => heard).flatMap(({ d }) => ('resume_token' in d ? [d.resume_token] : []));
    return tokens.at(-1) ?? '';
  };
  const following = (async () => {
    for (let turn = 1; ; ) {
      await all.at(-1)?.ended;
      if (leaving) return;
      const back = await connect(doors[turn % doors.length] ?? '');
      turn += 1;
      if (back === undefined) continue;
      back.say({ t: 'resume', d: { access_token: token, resume_token: resumeToken() } });
      all.push(back);
    }
  })();

  const messages = () =>
    all.flatMap(({ heard }) => heard).flatMap((frame) => (frame.t === 'message_create' ? [frame.d.message] : []));
  return {
    told: () => messages().map(({ message_id }) => message_id),
    hears: (content) => messages().some((message) => message.content === content),
    leave: async () => {
      leaving = true;
      all.at(-1)?.close();
      await following;
    },
  };
};
