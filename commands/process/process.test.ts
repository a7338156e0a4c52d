import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { type ProcessStep, processOf, type StepOutcome } from '#commands/process/process.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';

type No = { readonly kind: 'No' };
type Stands = Set<string>;

const NO: No = { kind: 'No' };
const AWAY: CommandFailure = { kind: 'StoreUnavailable', why: 'maintenance' };

describe('a process', () => {
  const ran: string[] = [];
  beforeEach(() => {
    ran.length = 0;
  });
  /** A step that does what it is called, once. */
  const step = (name: string, position: bigint): ProcessStep<Stands, No> => ({
    name,
    run: (stands) => async () => {
      if (!stands.has(name)) ran.push(name);
      stands.add(name);
      return right({ position });
    },
    giveBack: (stands) => async () => {
      if (stands.delete(name)) ran.push(`back: ${name}`);
      return right(undefined);
    },
  });
  const ending = (name: string, outcome: TE.TaskEither<No | CommandFailure, StepOutcome>): ProcessStep<Stands, No> => ({
    name,
    run: () => outcome,
  });

  it('runs its steps in order and answers the last position of all steps', async () => {
    const outcome = await processOf('work', [step('one', 3n), step('two', 9n), step('three', 5n)])(new Set())();
    expect(outcome).to.deep.equal(right({ position: 9n, value: undefined }));
    expect(ran).to.deep.equal(['one', 'two', 'three']);
  });

  it('stops at a failure, names the step, and is resumed by the next run', async () => {
    const stands: Stands = new Set();
    const stopped = await processOf('work', [step('one', 1n), ending('two', TE.left(AWAY)), step('three', 3n)])(
      stands,
    )();
    expect(stopped).to.deep.equal(left({ kind: 'StoreUnavailable', why: 'work, at the step "two": maintenance' }));
    await processOf('work', [step('one', 1n), step('two', 2n), step('three', 3n)])(stands)();
    expect(ran).to.deep.equal(['one', 'two', 'three']);
  });

  it('passes on a failure without a text unchanged', async () => {
    const stopped = await processOf('work', [ending('one', TE.left({ kind: 'Contention' }))])(new Set())();
    expect(stopped).to.deep.equal(left({ kind: 'Contention' }));
  });

  it('lets its steps give back, the last step first, when a rule refuses it', async () => {
    const outcome = await processOf('work', [step('one', 1n), step('two', 2n), ending('three', TE.left(NO))])(
      new Set(),
    )();
    expect(outcome).to.deep.equal(left(NO));
    expect(ran).to.deep.equal(['one', 'two', 'back: two', 'back: one']);
  });

  it('lets all steps give back after an interrupted run, also when the first step refuses', async () => {
    const stands: Stands = new Set(['two']);
    await processOf('work', [ending('one', TE.left(NO)), step('two', 2n)])(stands)();
    expect(ran).to.deep.equal(['back: two']);
    expect(stands.size).to.equal(0);
  });

  it('fails when a step cannot give back, so that the retry does', async () => {
    const stuck: ProcessStep<Stands, No> = { ...step('one', 1n), giveBack: () => TE.left(AWAY) };
    const outcome = await processOf('work', [stuck, ending('two', TE.left(NO))])(new Set())();
    expect(outcome).to.deep.equal(left({ kind: 'StoreUnavailable', why: 'work, at the step "one": maintenance' }));
  });
});
