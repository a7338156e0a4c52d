/**
 * Keeps a house behind the door. When the log turns out to be cut back, the house is closed and a new one is opened:
 * everything that a process has in memory may stem from events that the log no longer holds (decision 0045).
 */
import { aborted } from '#infra/database/own-connection.ts';
import type { House } from './compose.ts';
import type { Doorway } from './doorway.ts';

/** An open house, and how to close it with all that belongs to it. */
export type OpenedHouse = { readonly house: House; readonly close: () => Promise<void> };

type Deps = {
  readonly door: Pick<Doorway, 'open' | 'shut'>;
  /** Opens a house. Answers undefined when the process is told to stop meanwhile. */
  readonly open: () => Promise<OpenedHouse | undefined>;
  readonly stop: AbortSignal;
  /** Hears why the house is opened anew. */
  readonly cutBack: (why: string) => void;
};

export type Occupancy = {
  /** Opens the first house, and the door. Answers undefined when the process is told to stop meanwhile. */
  readonly begin: () => Promise<House | undefined>;
  /** Resolves when the process is told to stop. Rejects when a house cannot be opened again. */
  readonly stay: () => Promise<void>;
  readonly sendAway: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export const occupancy = ({ door, open, stop, cutBack }: Deps): Occupancy => {
  let current: OpenedHouse | undefined;
  const begin: Occupancy['begin'] = async () => {
    current = await open();
    if (current !== undefined) door.open(current.house);
    return current?.house;
  };
  const leave = async (): Promise<void> => {
    const left = current;
    current = undefined;
    await left?.house.sendAway();
    await left?.close();
  };
  return {
    begin,
    stay: async () => {
      while (current !== undefined) {
        const { cutBack: cut } = current.house;
        await aborted(AbortSignal.any([stop, cut]));
        if (stop.aborted) return;
        cutBack(String(cut.reason));
        door.shut('the event log was cut back');
        await leave();
        await begin();
      }
    },
    sendAway: async () => current?.house.sendAway(),
    close: async () => {
      const left = current;
      current = undefined;
      await left?.close();
    },
  };
};
