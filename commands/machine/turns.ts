import type { StreamName } from '#domain/kernel/stream.ts';
import { serialByKey } from '#infra/ground/serial.ts';

/** Runs `work` when all earlier work on the same stream has ended, failed or not. */
export type StreamSerial = <A>(stream: StreamName, work: () => Promise<A>) => Promise<A>;

/**
 * Lets the commands of one process take turns at a stream. In a race they would only meet conflicts, and fifty users
 * who react to one message at once would use up their tries. A command in another process still meets a conflict.
 */
export const takingTurns = (): StreamSerial => serialByKey<StreamName>().run;
