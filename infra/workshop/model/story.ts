/** Runs one random story on a real server, and compares the server with the model after every step. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { type Answered, type Api, caughtUp, newcomer } from '#infra/workshop/testkit/api-client.ts';
import {
  type Command,
  type Community,
  copyOf,
  emptyCommunity,
  PEOPLE,
  perform,
  type Seen,
  seenBy,
  textOf,
  type Verdict,
  type Who,
} from './community.ts';
import { type Listener, listen } from './listeners.ts';
import { commandOf, type Step } from './random-steps.ts';
import { type Attempt, attempt, look, madeBy, type People, send } from './requests.ts';

/** Communities that concurrent commands may have led to. Each order of the commands gives one. */
type Possible = ReadonlyArray<Community>;
type Done = Attempt & { readonly answer: Answered };

const ABSENT = 404;
const agrees = (verdict: Verdict, { status }: Answered): boolean => {
  if (verdict.kind === 'ok') return status < 400;
  return verdict.kind === 'hidden' ? status === ABSENT : status >= 400 && status !== ABSENT;
};

const orders = <A>(things: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> =>
  things.length <= 1
    ? [things]
    : things.flatMap((first, at) => orders(things.toSpliced(at, 1)).map((rest) => [first, ...rest]));

/** Returns the community after these commands in this order. Undefined when the model answers one of them otherwise. */
const after = (before: Community, done: ReadonlyArray<Done>): Community | undefined => {
  const community = copyOf(before);
  const agree = done.every(({ command, answer }) =>
    agrees(perform(community, command, madeBy(command, answer)), answer),
  );
  return agree ? community : undefined;
};

const words = (done: ReadonlyArray<Done>): string =>
  done.map(({ command, answer }) => `${JSON.stringify(command)} was answered ${answer.status}`).join('\n');

export class Story {
  readonly #api: Api;
  readonly #people: People;
  readonly #listeners: ReadonlyArray<Listener>;
  readonly #kept: Attempt[] = [];
  #possible: Possible = [emptyCommunity()];

  private constructor(api: Api, people: People, listeners: ReadonlyArray<Listener>) {
    this.#api = api;
    this.#people = people;
    this.#listeners = listeners;
  }

  /** @param name of this story alone. The names of its users begin with it. */
  static async begin(url: string, api: Api, name: string): Promise<Story> {
    const people = await Promise.all(PEOPLE.map((who) => newcomer(api, `${name}-${who}`)));
    const socket = `${url.replace(/^http/, 'ws')}/gateway/ws`;
    const listeners = await Promise.all(people.map((person) => listen(socket, person, () => caughtUp(api))));
    const story = new Story(api, people, listeners);
    await story.#settle();
    return story;
  }

  /** Makes a guild with two channels where all three users are members, so that the first steps have targets. */
  async #settle(): Promise<void> {
    await this.#do([{ do: 'make-guild', who: 0, name: 'home' }]);
    const [guild = ''] = this.#community.guilds.keys();
    for (const name of ['first', 'second']) await this.#do([{ do: 'make-channel', who: 0, guild, name, kind: 'text' }]);
    await this.#do([{ do: 'invite', who: 0, guild, uses: null }]);
    const [invite = ''] = this.#community.invites.keys();
    for (const who of [1, 2] as const) await this.#do([{ do: 'accept', who, invite }]);
    for (const channel of this.#community.channels.keys())
      for (const who of PEOPLE) await this.#do([{ do: 'say', who, channel, text: 'rain', reply: null }]);
  }

  get #community(): Community {
    const [first] = this.#possible;
    if (first === undefined) throw new Error('nothing is possible any more');
    return first;
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'one':
        return this.#do([commandOf(this.#community, step.wish)]);
      case 'together':
        return this.#do(step.wishes.map((wish) => commandOf(this.#community, wish)));
      case 'doubled':
        return this.#doTwice(commandOf(this.#community, step.wish));
      case 'again':
        return this.#again(step.attempt);
      case 'away':
        return this.#listeners[step.who]?.goAway();
      case 'back':
        return this.#listeners[step.who]?.comeBack();
      case 'look':
        return this.#expectSeen();
    }
  }

  /** Checks after the last step that each user sees what the model says, and that each client equals a fresh one. */
  async end(): Promise<void> {
    await this.#expectSeen();
    for (const listener of this.#listeners) await listener.expectAsFresh();
  }

  async close(): Promise<void> {
    await Promise.all(this.#listeners.map(({ close }) => close()));
  }

  async #do(wished: ReadonlyArray<Command | undefined>): Promise<void> {
    const attempts = wished.flatMap((command) => (command === undefined ? [] : [attempt(command)]));
    const before = this.#community;
    const done = await Promise.all(
      attempts.map(async (one): Promise<Done> => ({ ...one, answer: await send(before, this.#people, one) })),
    );
    this.#follow(done);
    if (this.#possible.length > 1) await this.#expectSeen();
    const [only] = done;
    if (only !== undefined && done.length === 1) this.#keep(before, only);
  }

  /** Keeps an attempt that changed something, to send it again later. The second time it must change nothing. */
  #keep(before: Community, { command, key, answer }: Done): void {
    const verdict = perform(copyOf(before), command, madeBy(command, answer));
    if (verdict.kind === 'ok' && verdict.changed) this.#kept.push({ command, key });
  }

  async #doTwice(command: Command | undefined): Promise<void> {
    if (command === undefined) return;
    const one = attempt(command);
    const before = this.#community;
    const both = await Promise.all([send(before, this.#people, one), send(before, this.#people, one)]);
    const [answer, other] = both;
    expect(other.status, `twice at once: ${JSON.stringify(command)}`).to.equal(answer.status);
    expect(madeBy(command, other)).to.equal(madeBy(command, answer));
    this.#follow([{ ...one, answer }]);
    this.#keep(before, { ...one, answer });
  }

  async #again(n: number): Promise<void> {
    const kept = this.#kept[n % Math.max(1, this.#kept.length)];
    if (kept !== undefined) await send(this.#community, this.#people, kept);
  }

  /** Keeps the communities that fit the answers. */
  #follow(done: ReadonlyArray<Done>): void {
    const next = new Map<string, Community>();
    for (const before of this.#possible)
      for (const order of orders(done)) {
        const community = after(before, order);
        if (community !== undefined) next.set(textOf(community), community);
      }
    expect(next.size, `no order of these commands is answered so:\n${words(done)}`).to.be.above(0);
    this.#possible = [...next.values()];
  }

  async #expectSeen(): Promise<void> {
    await caughtUp(this.#api);
    const own = new Set<string>(this.#listeners.map(({ ownGuild }) => ownGuild));
    const seen: Seen[] = [];
    for (const who of PEOPLE) seen.push(await look(this.#people, who, own));
    const saw = (community: Community) => PEOPLE.map((who: Who) => seenBy(community, who));
    const fitting = this.#possible.filter((community) => isDeepStrictEqual(saw(community), seen));
    if (fitting.length === 0) expect(seen).to.deep.equal(saw(this.#community));
    this.#possible = fitting;
    for (const listener of this.#listeners) await listener.catchUp();
  }
}
