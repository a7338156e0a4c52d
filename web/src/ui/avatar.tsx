const HUES = 12;

/** Answers the classes of the colour of an id. An id always has the same one of 24 colours. */
export const tintOf = (id: string): string => {
  let sum = 0;
  for (let i = 0; i < id.length; i += 1) sum = (sum * 31 + id.charCodeAt(i)) >>> 0;
  return `tint-${sum % HUES}${Math.floor(sum / HUES) % 2 === 0 ? '' : ' tint-deep'}`;
};

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const firstOf = (text: string, letters: number): string =>
  [...segments.segment(text)]
    .slice(0, letters)
    .map(({ segment }) => segment)
    .join('');

/** Answers two letters for a name: the first ones of its first two words, or the first two of its only word. */
export const initials = (name: string): string => {
  const parts = name.split(/[\s._-]+/).filter((word) => word !== '');
  const [first = '', second] = parts;
  if (second === undefined)
    return firstOf(first, 1).toLocaleUpperCase() + firstOf(first, 2).slice(firstOf(first, 1).length);
  return (firstOf(first, 1) + firstOf(second, 1)).toLocaleUpperCase();
};

export const Avatar = (props: {
  readonly id: string;
  readonly name: string;
  readonly size?: 'small' | 'large';
  /** True for an account that was imported and has no login. A dotted ring marks it. */
  readonly imported?: boolean;
  /** Marks how the user is seen, by a shape. The element beside the avatar says the same in words. */
  readonly presence?: string | undefined;
  /** Called by a click. The name beside the avatar is a button that does the same for keys and screen readers. */
  readonly press?: (event: MouseEvent) => void;
}) => (
  <span
    class={`avatar ${tintOf(props.id)} ${props.size ?? ''}`}
    classList={{ imported: props.imported === true, pressable: props.press !== undefined }}
    onClick={(event) => props.press?.(event)}
    data-presence={props.presence}
    aria-hidden="true"
  >
    {initials(props.name)}
  </span>
);
