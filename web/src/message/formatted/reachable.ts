/** Says whether Tab reaches what is inside of a message. It does in the message with the focus only. */

import { type Accessor, createContext, useContext } from 'solid-js';

export const ReachableContext = createContext<Accessor<0 | -1>>((): -1 => -1);
/** Answers the `tabindex` of the links and buttons of a message. */
export const useReachable = (): Accessor<0 | -1> => useContext(ReachableContext);
