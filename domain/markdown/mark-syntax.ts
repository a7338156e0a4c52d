/** Teaches the Markdown parser the marks of one text. The parser still decides where a mark counts: never in code. */

import type { Node } from 'mdast';
import type { CompileContext, Extension as TreeExtension } from 'mdast-util-from-markdown';
import type { Construct, Extension, State, Token } from 'micromark-util-types';
import type { Marks } from '#domain/markdown/marks.ts';

interface MarkNode extends Node {
  type: 'mark';
}
declare module 'mdast' {
  interface PhrasingContentMap {
    mark: MarkNode;
  }
  interface RootContentMap {
    mark: MarkNode;
  }
}
declare module 'micromark-util-types' {
  interface TokenTypeMap {
    mark: 'mark';
  }
}

const PIPE = 124;
/** Codes below this one are line ends. The parser writes tabs as codes between this one and -1. */
const FIRST_TAB_CODE = -2;

/** Reads one mark at the place where it was found. The parser asks at each character that begins a mark. */
const constructOf = (marks: Marks): Construct => ({
  name: 'mark',
  previous() {
    return marks.has(this.now().offset);
  },
  tokenize(effects, ok, nok) {
    let left = marks.get(this.now().offset)?.length ?? 0;
    const inside: State = (code) => {
      if (left === 0) {
        effects.exit('mark');
        return ok(code);
      }
      if (code === null || code < FIRST_TAB_CODE) return nok(code);
      left -= 1;
      effects.consume(code);
      return inside;
    };
    return (code) => {
      if (left === 0) return nok(code);
      effects.enter('mark');
      return inside(code);
    };
  },
});

/** Makes the extension of the parser for one text. */
export const markSyntax = (source: string, marks: Marks): Extension => {
  const construct = constructOf(marks);
  const firsts = new Set([...marks.keys()].map((at) => source.charCodeAt(at)));
  return {
    text: Object.fromEntries([...firsts].map((first) => [first, construct])),
    // Emphasis may then begin and end right beside the edge of a spoiler.
    attentionMarkers: { null: [PIPE] },
  };
};

/** Puts a node without content into the tree for each mark. Its place says which mark it is. */
export const MARK_NODES: TreeExtension = {
  enter: {
    mark(this: CompileContext, token: Token) {
      this.enter({ type: 'mark' }, token);
    },
  },
  exit: {
    mark(this: CompileContext, token: Token) {
      this.exit(token);
    },
  },
};
