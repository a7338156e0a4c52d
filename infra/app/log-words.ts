/** Words with which the parts of a server write to the log, and the metrics that they count at the same time. */
import type { HttpLog } from '#gateway/ports/http-log.ts';
import type { GatewayLog } from '#gateway/ws/gateway-parts.ts';
import type { PostingWatch } from '#infra/edge/posting-at-api.ts';
import type { SweepWatch } from '#infra/operate/erasure/keep-sweeping.ts';
import type { SweepTally } from '#infra/operate/erasure/sweep.ts';
import { cutSaid } from '#infra/read-models/log-cut.ts';
import type { ProjectingWatch } from '#infra/read-models/projecting.ts';
import type { KeeperDeps } from '#infra/search/search-keeper.ts';
import { httpLog, type Log } from '#infra/watch/log.ts';
import type { Metrics } from '#infra/watch/metrics.ts';

export type LogWords = {
  readonly projections: ProjectingWatch;
  readonly search: KeeperDeps['watch'];
  readonly posting: PostingWatch;
  readonly gateway: GatewayLog;
  readonly http: HttpLog;
  readonly erasure: SweepWatch;
  /** Hears of texts and users in the log whose keys the vault has never made. */
  readonly vaultOlder: (missing: { readonly texts: number; readonly users: number }) => void;
  /** Hears that the vault had again the keys of erased texts. */
  readonly vaultBroughtBack: (tally: SweepTally) => void;
  /** Hears how many sessions of the vault were ended, because the log does not know them. */
  readonly straysEnded: (count: number) => void;
  readonly unmarked: (error: unknown) => void;
  /** Logs that users do not follow threads yet that they took part in. */
  readonly unfollowed: (error: unknown) => void;
  readonly notSearchable: (why: string) => void;
};

export const logWords = (log: Log, metrics: Metrics): LogWords => {
  const http = httpLog(log);
  return {
    projections: {
      applied: metrics.projections.applied,
      parked: (projection, event) => {
        metrics.projections.parked(projection);
        const { stream, type: eventName, reason: why } = event;
        log.error({ projection, stream, eventName, why }, 'parked an event: rebuild this read model to get it back');
      },
      retrying: (projection, why, waitMs) => {
        metrics.projections.retrying(projection);
        log.warn({ projection, why, waitMs }, 'a read model stands still');
      },
      cutBack: (cut) => {
        metrics.cutBack();
        log.error({ why: cutSaid(cut) }, 'the log was cut back: every read model is built anew');
      },
      otherLog: () => log.warn({}, 'the server has another event log than before: every read model is built anew'),
      tookTurn: () => log.info({}, 'this process keeps the read models up to date'),
      turnFailed: (why) =>
        log.warn({ why }, 'this process cannot ask for the turn to project: it tries again in a second'),
    },
    search: {
      lost: (why) => log.warn({ why }, 'the search index is unusable: building it anew'),
      purgeFailed: (error) => log.error({ err: error }, 'could not purge removed text from the search index yet'),
      askFailed: (error) => log.error({ err: error }, 'the search index could not answer'),
    },
    posting: { lost: (why) => log.warn({ why }, 'could not hand a message over') },
    gateway: {
      stalled: (error) => log.warn({ err: error }, 'dispatching stands still'),
      unreadable: (position, error) => log.error({ position: position.toString(), err: error }, 'cannot read an event'),
      uncounted: (error) => log.warn({ err: error }, 'cannot count unread messages: it tries again in a moment'),
      unsettled: (error) =>
        log.warn(
          { err: error },
          'cannot read or keep personal settings: it reads again in a moment, and a choice of presence lasts until a restart',
        ),
      failed: (error) => log.error({ err: error }, 'a connection failed'),
      refused: (why) => log.warn({ why }, 'refused a frame'),
      strangeOrigin: (origin) =>
        log.warn(
          { origin },
          'refused a page of another address: open the server under FILAMENT_PUBLIC_URL, or change it',
        ),
    },
    http: {
      answered: (answer) => {
        metrics.answered(answer);
        http.answered(answer);
      },
      failed: http.failed,
    },
    erasure: {
      swept: ({ messages, channels }) => {
        metrics.erased(messages);
        if (messages + channels > 0) log.info({ count: messages }, 'erased texts that nothing can bring back');
      },
      failed: (error) => log.warn({ err: error }, 'could not erase all removed texts: it tries again within an hour'),
    },
    vaultOlder: ({ texts, users }) =>
      log.error(
        { count: texts, why: `${users} users of the log have no key either` },
        'the vault is older than the log: these texts cannot be opened until its newest backup is restored',
      ),
    vaultBroughtBack: ({ messages }) =>
      log.warn({ count: messages }, 'an older vault was brought back: erased again what had been erased since'),
    straysEnded: (count) => {
      if (count > 0) log.warn({ count }, 'ended sessions that the log does not know');
    },
    unfollowed: (error) => log.warn({ err: error }, 'could not let users follow the threads that they took part in'),
    unmarked: (error) => log.warn({ err: error }, 'could not move the read markers of authors to their messages'),
    notSearchable: (why) => log.warn({ why }, 'search is off'),
  };
};
