/** Line drawings on a grid of 24. They are decoration: a text beside or around each icon says the same. */

const drawings = {
  hash: 'M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16',
  speaker: 'M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9a4.2 4.2 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11',
  bell: 'M6 16.5h12l-1.5-2.5V10a4.5 4.5 0 0 0-9 0v4zM10 19.5a2.2 2.2 0 0 0 4 0',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5M17.5 14.5c2.2.7 3.5 2.7 3.5 5.5',
  invite: 'M10 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM4 20c0-3.5 2.5-6 6-6 1.5 0 2.8.4 3.8 1.2M18 13v7M14.5 16.5h7',
  pencil: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM14 6.5l3.5 3.5',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14c.8 1.3 2 2 3.5 2s2.7-.7 3.5-2M9 9.5v.5M15 9.5v.5',
  copy: 'M9 9h10v11H9zM15 9V4H5v11h4',
  down: 'M12 5v14M6 13l6 6 6-6',
  up: 'M12 19V5M6 11l6-6 6 6',
  chevron: 'M6 9.5l6 6 6-6',
  back: 'M15 5l-7 7 7 7',
  bookmark: 'M7 4h10v16l-5-4-5 4z',
  pin: 'M9 4h6l-.5 6 3 3.5h-11l3-3.5zM12 13.5V20',
  reply: 'M9 6l-5 5 5 5M4.5 11H14a6 6 0 0 1 6 6v1.5',
  thread: 'M4 5h16v11H10l-4 4v-4H4zM8 9h8M8 12.2h5',
  forum: 'M4 4h12v9H4zM8 17h12V8',
  send: 'M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4',
  door: 'M14 4H6v16h8M11 12h9M17 8.5l3.5 3.5-3.5 3.5',
  device: 'M4 5h16v11H4zM9 20h6M12 16v4',
  keyboard:
    'M5 6.5h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM8.5 14h7M7 10.3h.01M12 10.3h.01M17 10.3h.01',
  more: '',
  grip: '',
  shield: 'M12 3.5 5 6v5.5c0 4.2 2.8 7.4 7 9 4.2-1.6 7-4.8 7-9V6z',
  lock: 'M6.5 11h11v9h-11zM9 11V8a3 3 0 0 1 6 0v3',
  'pencil-off': 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM4 4l16 16',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.8v.1',
  sliders: 'M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5',
  folder: 'M3.5 6.5h6l2 2.5h9v9.5h-17z',
  minus: 'M6 12h12',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 21 21',
  alert: 'M12 4 2.5 20h19zM12 10v4.5M12 17.2v.1',
  undo: 'M8 5 4 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11h-3',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.3 1.3M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.3-1.3',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c0-3.8 3-6.5 7.5-6.5s7.5 2.7 7.5 6.5',
  ticket: 'M4 7h16v3.5a1.8 1.8 0 0 0 0 3.5V17H4v-3a1.8 1.8 0 0 0 0-3.5zM14 7v10',
} as const;
export type IconName = keyof typeof drawings;
export const iconNames = Object.keys(drawings) as ReadonlyArray<IconName>;

/** Dots of an icon, which are heavier than its lines. */
const dots: { readonly [N in IconName]?: string } = {
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
};

export const Icon = (props: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={drawings[props.name]} />
    <path class="dots" d={dots[props.name] ?? ''} />
  </svg>
);

export const Logo = () => (
  <svg class="logo" viewBox="0 0 64 64" aria-hidden="true">
    <path class="glow" d="M15 49V31c0-9 4-15 8.5-15S32 22 32 29s3.5 13 8.5 13S49 36 49 31V15" />
    <path class="wire" d="M15 49V31c0-9 4-15 8.5-15S32 22 32 29s3.5 13 8.5 13S49 36 49 31V15" />
  </svg>
);
