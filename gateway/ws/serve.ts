/** What each frame of an identified client does. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { millisOf } from '#domain/kernel/instant.ts';
import { GATE_ATTEMPTS_MAX } from '#gateway/limits/sockets.ts';
import type { PostRefused } from '#gateway/ports/posting.ts';
import { sealPosition } from '#gateway/position-token.ts';
import { queryFailures } from '#gateway/present/failures.ts';
import { refusalOf } from '#gateway/present/refusals.ts';
import { commandIdOf } from '#gateway/protocol/attempt-key.ts';
import type { ClientFrameOf } from '#gateway/protocol/frames.ts';
import type { Served } from '#gateway/ws/deps.ts';
import type { Hearing } from '#gateway/ws/hearing.ts';
import { errorFrame, type FrameRefusal } from '#gateway/ws/refusal.ts';
import { sealResumePoint } from '#gateway/ws/resume-token.ts';

const BUSY: FrameRefusal = { code: 'busy', detail: 'Much is changing here just now. Try again in a moment.' };

const refuse = (served: Served, hearing: Hearing, ref: string, refusal: FrameRefusal | PostRefused): void => {
  if (refusal.why !== undefined) served.log.refused(refusal.why);
  hearing.say(errorFrame(ref, refusal));
};

/**
 * While the client is being told what it missed, the point it came back from: only `replayed` moves it on. What was
 * subscribed meanwhile, or subscribed anew, began after that point, so the token leaves it out: from there its client
 * would be told of messages older than those it knows, and take them for new ones.
 */
export const resumeToken = (served: Served, hearing: Hearing): string => {
  const { resumed } = hearing;
  const standing = served.audience.subscriptions(hearing);
  const carried = resumed === undefined ? standing : standing.filter((one) => resumed.subscriptions.has(one));
  return sealResumePoint(served.seals, hearing.sessionId, {
    position: resumed?.from ?? served.fanOut.position(),
    channels: carried.map(({ channelId }) => channelId),
  });
};

export const serveHeartbeat = (served: Served, hearing: Hearing): void =>
  hearing.say({ t: 'heartbeat_ack', d: { resume_token: resumeToken(served, hearing) } });

/**
 * Subscribes a client whom the gate lets through. Fails closed: any other client is out, even if subscribed before.
 * An answer that is older than a loss of rights in the channel's guild does not count.
 */
const gate = async (served: Served, hearing: Hearing, d: ClientFrameOf<'subscribe'>['d']) => {
  for (let attempt = 0; attempt < GATE_ATTEMPTS_MAX; attempt += 1) {
    const then = served.audience.now();
    const answer = await served.queries.channelVisible({
      channelId: d.channel_id,
      viewer: hearing,
      atLeast: undefined,
    })();
    if (isLeft(answer)) {
      served.audience.unsubscribe(hearing, d.channel_id);
      return refusalOf(queryFailures, answer.left);
    }
    const { channelId, guildId } = answer.right.value;
    if (!served.audience.lostSince(guildId, then)) {
      served.audience.subscribe(hearing, { channelId, guildId });
      return undefined;
    }
  }
  return BUSY;
};

export const serveSubscribe = async (
  served: Served,
  hearing: Hearing,
  { d }: ClientFrameOf<'subscribe'>,
): Promise<void> => {
  const ref = d.ref ?? 'subscribe';
  const { subscriptions } = served.limits;
  const known = served.audience.isSubscribed(hearing, d.channel_id);
  if (!known && served.audience.subscriptions(hearing).length >= subscriptions) {
    const detail = `One connection follows at most ${subscriptions} channels. Unsubscribe from one first.`;
    return refuse(served, hearing, ref, { code: 'too_many_subscriptions', detail });
  }
  const refused = await gate(served, hearing, d);
  if (!hearing.isOpen()) return;
  if (refused !== undefined) return refuse(served, hearing, ref, refused);
  const position = sealPosition(served.seals, hearing.userId, served.fanOut.telling());
  hearing.say({ t: 'subscribed', d: { ...d, position, resume_token: resumeToken(served, hearing) } });
};

export const serveUnsubscribe = (served: Served, hearing: Hearing, { d }: ClientFrameOf<'unsubscribe'>): void => {
  served.audience.unsubscribe(hearing, d.channel_id);
  hearing.say({ t: 'unsubscribed', d: { ...d, resume_token: resumeToken(served, hearing) } });
};

export const serveMessageCreate = async (
  served: Served,
  hearing: Hearing,
  { d }: ClientFrameOf<'message_create'>,
): Promise<void> => {
  const commandId = commandIdOf(d.nonce, millisOf(served.clock.now()));
  if (isLeft(commandId)) {
    return refuse(served, hearing, d.nonce, { code: 'idempotency_key_invalid', detail: commandId.left });
  }
  hearing.remember(commandId.right, d.nonce);
  const outcome = await served.posting({
    commandId: commandId.right,
    actor: hearing.userId,
    session: hearing.sessionId,
    accessToken: hearing.accessToken,
    channelId: d.channel_id,
    content: d.content,
    replyTo: d.reply_to ?? null,
  });
  if (!hearing.isOpen()) return;
  if (isLeft(outcome)) return refuse(served, hearing, d.nonce, outcome.left);
  hearing.say({ t: 'message_ack', d: { nonce: d.nonce, message_id: outcome.right } });
};
