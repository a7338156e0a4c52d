import { spawn } from 'node:child_process';

/**
 * Waits for the end of its input, which comes when the guarded process has ended, even by SIGKILL. Then it asks the
 * target to end, and kills what is left after a quarter of a minute.
 */
const GUARD = `
cat > /dev/null
kill -s "$2" -- "$1" 2> /dev/null
for _ in $(seq 150); do
  kill -s 0 -- "$1" 2> /dev/null || break
  sleep 0.1
done
kill -s KILL -- "$1" 2> /dev/null
[ -z "$3" ] || rm -rf -- "$3"`;

/**
 * Ties the life of another process to this one. The guard is a shell in a session of its own, so no signal to this
 * process reaches it. Where there is no shell, the other process outlives a killed one.
 *
 * @param {number} target process id, or the negative id of a process group
 * @param {'TERM' | 'INT'} signal asks the target to end
 * @param {string} [folder] removed after the target has ended
 * @returns {() => void} ends the guard, when the target has ended by itself
 */
export const endsWithUs = (target, signal, folder = '') => {
  const guard = spawn('sh', ['-c', GUARD, 'guard', String(target), signal, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.once('error', () => undefined);
  guard.unref();
  /** @type {import('node:net').Socket} */ (guard.stdin).unref();
  return () => void guard.kill('SIGKILL');
};

/**
 * Ties a whole process group to this process: a child that leads it, with everything that the child has started. The
 * child is spawned with `detached`, or else it leads no group.
 *
 * @param {import('node:child_process').ChildProcess} leader
 * @returns {{ signal: (signal: NodeJS.Signals) => void, release: () => void }} sends a signal to the group, and ends the
 *   guard when the group has ended by itself
 */
export const guardedGroup = (leader) => {
  // A child that could not start has no id.
  if (leader.pid === undefined) return { signal: () => undefined, release: () => undefined };
  const group = -leader.pid;
  return {
    signal: (signal) => {
      try {
        process.kill(group, signal);
      } catch {
        // The group has just ended by itself.
      }
    },
    release: endsWithUs(group, 'TERM'),
  };
};
