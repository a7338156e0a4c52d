/**
 * Checks the read models: each is built in the version of this program, not ahead of the log, and without parked
 * events.
 */

import type { ProjectionDeps } from '#infra/operate/projection-deps.ts';
import { count } from '#infra/operate/words.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import { type Generation, SinkUnavailable } from '#projections/ports/sink.ts';
import { type Check, type Finding, fail, ok, warn } from './finding.ts';

/** Tells whether the log holds the last event of a checkpoint. True for a checkpoint that names none. */
const stands = async ({ position, last }: Generation, feed: Pick<EventFeed, 'idAt'>): Promise<boolean> =>
  last?.eventId === undefined || (await feed.idAt(position)) === last.eventId;

/** Tells of the newest cut of the log. A recent one is a warning. */
const cutFound = async (newestCut: ProjectionDeps['newestCut']): Promise<ReadonlyArray<Finding>> => {
  const cut = await newestCut();
  if (cut === undefined) return [];
  const says = `found at ${cut.found_at} that ${cut.said}`;
  return [
    cut.recent
      ? warn('log history', says, 'tell your members what is missing; every read model was built anew already')
      : ok('log history', says),
  ];
};

/** Tells of texts whose keys an older vault lacked when a server found it. */
const gapFound = async (keyGaps: ProjectionDeps['keyGaps']): Promise<ReadonlyArray<Finding>> => {
  const { gaps, texts } = await keyGaps();
  if (gaps === 0) return [];
  const says = `${count(texts)} texts of the log had no key when a server started on a vault that was older than the log`;
  return [warn('vault history', says, 'restore the newest backup of the vault, if there is a newer one')];
};

export const checkReadModels =
  ({ projections, feed, newestCut, keyGaps }: ProjectionDeps): Check =>
  async () => {
    const findings: Finding[] = [...(await cutFound(newestCut)), ...(await gapFound(keyGaps))];
    for (const { name, version, generations, parked: parkedIn } of projections) {
      // The checkpoint is read before the head, because the head only grows meanwhile.
      const there = await generations().catch((error: unknown) => {
        if (error instanceof SinkUnavailable) return error;
        throw error;
      });
      if (there instanceof SinkUnavailable) {
        findings.push(
          warn(name, `not available: ${there.message}`, 'no action is needed: everything else works without it'),
        );
        continue;
      }
      const active = there.find((one) => one.status === 'active');
      const head = await feed.head();
      if (active === undefined || active.version !== version) {
        findings.push(
          warn(
            name,
            `version ${version} is not built`,
            `start the server, or run filament projections rebuild ${name}`,
          ),
        );
        continue;
      }
      const parked = await parkedIn(active);
      if (active.position > head) {
        const says = `stands at ${active.position}, beyond the log's head ${head}, because the log was restored from an older backup`;
        findings.push(fail(name, says, 'start the server: it builds every read model anew'));
      } else if (!(await stands(active, feed))) {
        const says = `the log does not hold its last event, at position ${active.position}, because the log was restored from an older backup`;
        findings.push(fail(name, says, 'start the server: it builds every read model anew'));
      } else if (parked.length > 0) {
        const says = `${count(parked.length)} events are parked, the first at ${parked[0]?.position}: ${parked[0]?.reason}`;
        findings.push(
          fail(name, says, `upgrade to a version that can apply them, then run filament projections rebuild ${name}`),
        );
      } else findings.push(ok(name, `version ${version}, at position ${active.position} of ${head}`));
    }
    return findings;
  };
