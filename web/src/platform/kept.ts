/** The keepsakes of the platform for every component, so that none hands them down. */

import { createContext, useContext } from 'solid-js';
import type { Keepsakes } from '#web/platform/platform.ts';

export const NOTHING_KEPT: Keepsakes = {
  read: () => null,
  write: () => {},
  remove: () => {},
  keys: () => [],
  clear: () => {},
};
export const KeepsakesContext = createContext<Keepsakes>(NOTHING_KEPT);
export const useKeepsakes = (): Keepsakes => useContext(KeepsakesContext);
